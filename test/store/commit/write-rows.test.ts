import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toText } from '../../../src/store/commit/to-text.ts';
import { writeRows } from '../../../src/store/commit/write-rows.ts';
import type { SqlValue } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';

interface Written {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

/** Writes rows to a connection that notes its statements. */
async function statementsFor(rows: readonly (readonly SqlValue[])[], casts?: readonly string[]): Promise<Written[]> {
  const written: Written[] = [];
  const run = async (text: string, params: readonly SqlValue[] = []) => {
    written.push({ text, params });
    return 0;
  };
  await writeRows({ run }, rows, (values) => `insert into t values ${values}`, casts);
  return written;
}

const rowsOfWidth = fc
  .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 4 }))
  .map(([count, width]) =>
    Array.from({ length: count }, (_, row) => Array.from({ length: width }, (__, column) => row * 10 + column)),
  );

describe('Rows', () => {
  test('are all written once, in their order, by at most eight texts whatever their number', async () => {
    const texts = new Map<number, Set<string>>();
    await fc.assert(
      fc.asyncProperty(rowsOfWidth, async (rows) => {
        const written = await statementsFor(rows);
        expect(written.flatMap(({ params }) => params)).toEqual(rows.flat());
        const width = rows[0]?.length ?? 0;
        const known = texts.get(width) ?? new Set();
        for (const { text, params } of written) {
          known.add(text);
          const names = text.match(/\$\d+/g) ?? [];
          expect(names).toEqual(params.map((_, at) => `$${at + 1}`));
          expect(text.match(/\(/g)).toHaveLength(params.length / width);
        }
        texts.set(width, known);
        expect(known.size).toBeLessThanOrEqual(8);
        // 128 rows a statement, and then one for each bit of what is left.
        const rest = (rows.length % 128).toString(2).replaceAll('0', '').length;
        expect(written).toHaveLength(Math.floor(rows.length / 128) + rest);
      }),
      { numRuns: 200 },
    );
  });

  test('of no number take no statement', async () => {
    expect(await statementsFor([])).toEqual([]);
  });

  test('have the types that are named where a list of values has none of its own', async () => {
    const [statement] = await statementsFor([['a', 1]], ['text', 'bigint']);
    expect(statement?.text).toBe('insert into t values (cast($1 as text), cast($2 as bigint))');
  });

  test('come back as they were written, nulls and the largest whole numbers included', async () => {
    const connection = await historyDatabase();
    await connection.run('create table t (a integer, b text, c integer) strict');
    const row = fc.tuple(
      fc.nat(),
      fc.option(fc.string(), { nil: null }),
      fc.option(fc.maxSafeInteger(), { nil: null }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (given) => {
        await connection.run('delete from t');
        const rows = given.map(([, text, number], at) => [at, toText(text), number]);
        await writeRows(connection, rows, (values) => `insert into t values ${values}`);
        const read = await connection.all('select a, b, c from t order by a');
        expect(read.map(({ a, b, c }) => [a, b, c])).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });
});

describe('Texts of AWS', () => {
  test('are stored without what PostgreSQL rejects, and otherwise as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, isTorn) => {
        const given = isTorn ? `${text}\uD800\0${text}` : text;
        const stored = toText(given);
        expect(stored.isWellFormed() && !stored.includes('\0')).toBe(true);
        expect(stored).toHaveLength(given.length);
        const kept = [...given].map((character) => (/^[\0\uD800-\uDFFF]$/.test(character) ? '\uFFFD' : character));
        expect(stored).toBe(kept.join(''));
        expect(toText(stored)).toBe(stored);
      }),
    );
    expect(toText(null)).toBeNull();
  });
});
