import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExportFormat, exportRecords, RECORD_COLUMNS } from '../../scripts/store/export-records.ts';
import type { SqlConnection, SqlRow } from '../../src/store/sql.ts';
import { historyDatabase } from '../support/history-database.ts';
import { store, storedSessions } from '../support/history-records.ts';

/** Reads comma-separated values by the grammar of RFC 4180, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === ',') [row, cell] = [[...row, cell], ''];
    else if (text.startsWith('\r\n', at)) {
      rows.push([...row, cell]);
      [row, cell, at] = [[], '', at + 1];
    } else cell += character;
  }
  expect([row, cell, isQuoted]).toEqual([[], '', false]);
  return rows;
}

async function exported(connection: Pick<SqlConnection, 'all'>, format: ExportFormat): Promise<string> {
  const lines: string[] = [];
  const number = await exportRecords(connection, async (line) => void lines.push(line), format);
  expect(number).toBe(lines.length - (format === 'csv' ? 1 : 0));
  return lines.join('');
}

const names = fc.oneof(
  fc.constantFrom('=1+1', '+1', '-1', '@sum', '\tx', '\rx', 'a,b', 'say "a"', 'two\r\nlines', '"', ',', ''),
  fc.string({ unit: fc.constantFrom(',', '"', '\r', '\n', '=', 'a', 'ä', ' ') }),
);
const isComputed = (text: string) => ['=', '+', '-', '@', '\t', '\r'].some((sign) => text.startsWith(sign));

const columnsOf = (row: SqlRow) => RECORD_COLUMNS.map((column) => row[column] ?? null);

describe('An export', () => {
  test('gives each record back that the store has, by either format, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(storedSessions(12), fc.array(names, { minLength: 1, maxLength: 8 }), async (sessions, users) => {
        const connection = await historyDatabase();
        const named = sessions.map(({ row, spans }, at) => ({
          ...{ spans, row: { ...row, user_name: users[at % users.length] ?? '' } },
        }));
        await store(connection, named);
        const rows = (await connection.all('select * from session order by id')).map(columnsOf);

        const lines = (await exported(connection, 'ndjson')).split('\n').slice(0, -1);
        expect(lines.map((line) => columnsOf(JSON.parse(line) as SqlRow))).toEqual(rows);

        const [header, ...cells] = parseCsv(await exported(connection, 'csv'));
        expect(header).toEqual(RECORD_COLUMNS);
        const texts = rows.map((row) => row.map((value) => String(value ?? '')));
        expect(cells).toEqual(texts.map((row) => row.map((text) => (isComputed(text) ? `'${text}` : text))));
      }),
      { numRuns: 150 },
    );
  });

  test.each([0, 999, 1_000, 1_001, 2_000])(
    'has each of %i records once, whatever the length of a page',
    async (number) => {
      const rows = Array.from({ length: number }, (_, at) => ({ id: `s-${String(at).padStart(5, '0')}` }));
      const reads: number[] = [];
      const connection: Pick<SqlConnection, 'all'> = {
        async all(_text, [after = ''] = []) {
          const page = rows.filter(({ id }) => id > String(after)).slice(0, 1_000);
          reads.push(page.length);
          return page;
        },
      };
      const lines = (await exported(connection, 'ndjson')).split('\n').slice(0, -1);
      expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(rows.map(({ id }) => id));
      expect(reads.reduce((sum, each) => sum + each, 0)).toBe(number);
    },
  );
});
