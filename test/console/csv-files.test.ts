import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../console/src/ui/csv.ts';

/** Reads CSV as RFC 4180 has it, one character at a time. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted] = [[] as string[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === ',') {
      row.push(cell);
      cell = '';
    } else if (!isQuoted && char === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at += 1;
    } else cell += char;
  }
  return rows;
}

const cells = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[=+\-@,"'\r\n\t a1]{0,6}$/),
  fc.constantFrom('=1+1', '"', '""', ',', '\r\n', '\n', "'"),
);
const tables = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) => fc.array(fc.array(cells, { minLength: columns, maxLength: columns }), { maxLength: 6 }));

describe('A CSV file', () => {
  test('has the cells that were written, but for the apostrophe of a formula', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const plain = (text: string) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, '');
        expect(readCsv(csvOf(rows)).map((row) => row.map(plain))).toEqual(rows.map((row) => row.map(plain)));
      }),
    );
  });

  test('has no cell that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        for (const cell of readCsv(csvOf(rows)).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
      }),
    );
    expect(readCsv(csvOf([['=cmd()', '＝cmd()', '\n=cmd()', '-1']]))).toEqual([
      ["'=cmd()", "'＝cmd()", "'\n=cmd()", "'-1"],
    ]);
  });

  test('has an empty cell where there is no value, and ends each row', () => {
    expect(csvOf([['a', null, undefined, 'b c']])).toBe('a,,,b c\r\n');
    expect(csvOf([['say "yes"', 'a,b', 'two\nlines']])).toBe('"say ""yes""","a,b","two\nlines"\r\n');
    expect(csvOf([])).toBe('');
  });
});
