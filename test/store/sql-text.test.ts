import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SqlValue } from '../../src/store/sql.ts';
import { allOf, among, join, raw, type Sql, sql, toStatement } from '../../src/store/sql-text.ts';
import { historyDatabase } from '../support/history-database.ts';

/** Part of a statement, and what it stands for: its values in order, and its text with a mark for each of them. */
interface Told {
  readonly part: Sql;
  readonly values: readonly SqlValue[];
  readonly text: string;
}

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constantFrom("'; drop table session; --", '$1', '?', '{raw}', ''),
  fc.string(),
  fc.integer(),
  fc.constant(null),
);
const ofValue = value.map((given): Told => ({ part: sql`${given}`, values: [given], text: '?' }));
const ofText = fc.constantFrom('a', 'b = 1', '').map((text): Told => ({ part: raw(text), values: [], text }));

const { part: parts } = fc.letrec<{ part: Told }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    ofValue,
    ofText,
    fc.tuple(tie('part'), value, tie('part')).map(
      ([one, given, other]): Told => ({
        part: sql`(${one.part} or ${given}) and ${other.part}`,
        values: [...one.values, given, ...other.values],
        text: `(${one.text} or ?) and ${other.text}`,
      }),
    ),
    fc.array(tie('part'), { maxLength: 3 }).map(
      (list): Told => ({
        part: join(
          list.map(({ part }) => part),
          ', ',
        ),
        values: list.flatMap(({ values }) => values),
        text: list.map(({ text }) => text).join(', '),
      }),
    ),
    fc.array(tie('part'), { maxLength: 3 }).map(
      (list): Told => ({
        part: allOf(list.map(({ part }) => part)),
        values: list.flatMap(({ values }) => values),
        text: list.length === 0 ? 'true' : list.map(({ text }) => text).join(' and '),
      }),
    ),
  ),
}));

describe('A statement', () => {
  test('has a parameter for each value, numbered from 1, and no value in its text', () => {
    fc.assert(
      fc.property(parts, ({ part, values, text }) => {
        const statement = toStatement(part);
        expect(statement.params).toEqual(values);
        let number = 0;
        expect(statement.text).toBe(text.replaceAll('?', () => `$${++number}`));
      }),
      { numRuns: 500 },
    );
  });

  test('compares a column with a list as `Array.includes` does, an empty one and hostile texts too', async () => {
    const connection = await historyDatabase();
    await connection.run('create table t (id integer primary key, name text)');
    const few = fc.constantFrom('a', 'b', "c' or 'x' = 'x", '%', '');
    await fc.assert(
      fc.asyncProperty(fc.array(few, { maxLength: 6 }), fc.array(few, { maxLength: 4 }), async (names, wanted) => {
        await connection.run('delete from t');
        for (const [id, name] of names.entries()) await connection.run('insert into t values ($1, $2)', [id, name]);
        const { text, params } = toStatement(sql`select id from t where ${among(raw('name'), wanted)} order by id`);
        const found = (await connection.all(text, params)).map(({ id }) => id);
        expect(found).toEqual(names.flatMap((name, id) => (wanted.includes(name) ? [id] : [])));
      }),
      { numRuns: 100 },
    );
  });
});
