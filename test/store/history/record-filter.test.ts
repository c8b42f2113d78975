import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conditionsOf,
  isImpossible,
  isStorable,
  type RecordFilter,
} from '../../../src/store/history/records/record-filter.ts';
import { behind, type RecordOrder, recordKeyOf, termsOf } from '../../../src/store/history/records/record-order.ts';
import { toRecord, toSpan } from '../../../src/store/history/records/record-rows.ts';
import type { SessionRecord } from '../../../src/store/history/records/session-record.ts';
import type { SqlConnection, SqlRow } from '../../../src/store/sql.ts';
import { allOf, sql, toStatement } from '../../../src/store/sql-text.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { insert, ssmRow, WEEK } from '../../support/history-records.ts';

const window = { from: 0, to: 10 };

/** Row of a session of a user. */
const rowOf = (number: number, user: string | null, more: SqlRow = {}) =>
  ssmRow(number, { user_name: user, is_listed: 1, ...more });

async function idsWhere(connection: SqlConnection, filter: Partial<RecordFilter>, now = WEEK) {
  const condition = allOf(conditionsOf({ ...window, ...filter }, now));
  const { text, params } = toStatement(sql`select id from session where ${condition} order by id`);
  return (await connection.all(text, params)).map(({ id }) => id);
}

describe('A prefix of user names', () => {
  test('selects the names that begin with it, and no others, at each border of code points', async () => {
    const letters = [
      'a',
      'b',
      'ä',
      'A',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{10fffe}',
      '\u{10ffff}',
      '%',
      '_',
      '\\',
    ];
    const names = ['', ...letters, ...letters.flatMap((one) => letters.map((other) => one + other))];
    const connection = await historyDatabase();
    await insert(
      connection,
      'session',
      names.map((name, number) => rowOf(number, name)),
    );
    const prefix = fc.array(fc.constantFrom(...letters), { maxLength: 3 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(prefix, async (userNamePrefix) => {
        const expected = names.flatMap((name, number) => (name.startsWith(userNamePrefix) ? [`s-${number}`] : []));
        expect(await idsWhere(connection, { userNamePrefix })).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('Conditions on records', () => {
  test('are those of the members that are given, each alone', async () => {
    const connection = await historyDatabase();
    await insert(connection, 'session', [
      rowOf(1, 'anna', { target: 'i-1', resource: 'i-1' }),
      rowOf(2, null, { service: 'APPSTREAM', fleet_name: 'f', resource: 'f', stack_name: 'S' }),
      rowOf(3, 'anna', { service: 'WORKSPACES', pool_id: 'p', resource: 'p', account_id: '2', region: 'q' }),
      rowOf(4, 'bob', { ended_after: WEEK, ended_before: WEEK + 5_000, end_reason: 'EXPIRED' }),
    ]);
    const CASES: readonly (readonly [Partial<RecordFilter>, readonly number[]])[] = [
      [{}, [1, 2, 3, 4]],
      [{ userName: 'anna' }, [1, 3]],
      [{ onlyUser: 'bob' }, [4]],
      [{ onlyUser: 'anna', userName: 'anna', regions: ['q'] }, [3]],
      [{ userName: '' }, [2]],
      [{ services: ['SSM', 'WORKSPACES'] }, [1, 3, 4]],
      [{ fleetNames: ['f', 'g'] }, [2]],
      [{ stackNames: ['S'] }, [2]],
      [{ poolIds: ['p'] }, [3]],
      [{ targets: ['i-1', 'f'] }, [1]],
      [{ accountIds: ['2'] }, [3]],
      [{ endReasons: ['EXPIRED'] }, [4]],
      [{ longerThanSeconds: 4 }, [4]],
      [{ longerThanSeconds: 5 }, []],
      [{ userNamePrefix: '' }, [1, 2, 3, 4]],
    ];
    for (const [filter, numbers] of CASES)
      expect([filter, await idsWhere(connection, filter)]).toEqual([filter, numbers.map((number) => `s-${number}`)]);
    // What lasts is counted until now.
    expect(await idsWhere(connection, { longerThanSeconds: 4 }, WEEK + 4_001)).toEqual(['s-1', 's-2', 's-3', 's-4']);
  });

  test.each<[string, Partial<RecordFilter>]>([
    ['an empty window', { from: 10 }],
    ['a window that ends before it begins', { from: 11 }],
    ['a caller without a name', { onlyUser: null }],
    ['another user than the only one', { onlyUser: 'anna', userName: 'bob' }],
    ['an empty list', { regions: [] }],
    ['a text that no column has', { userName: 'a\0' }],
    ['half of a character', { targets: ['i-1', '\ud800'] }],
    ['a prefix that no column has', { userNamePrefix: '\0' }],
  ])('need no statement for %s', (_title, filter) => {
    expect(isImpossible({ ...window, ...filter })).toBe(true);
  });

  test.each<Partial<RecordFilter>>([
    {},
    { onlyUser: 'anna', userName: 'anna' },
    { userName: '' },
    { longerThanSeconds: 0 },
    { regions: ['\u{1f600}'] },
  ])('may match: %j', (filter) => {
    expect(isImpossible({ ...window, ...filter })).toBe(false);
  });

  test('know the texts that PostgreSQL stores', () => {
    expect(['', 'é', '\u{1f600}', '\u0001'].every(isStorable)).toBe(true);
    expect(['\0', 'a\0b', '\ud800', '\udc00a'].some(isStorable)).toBe(false);
  });
});

describe('An order of records', () => {
  const direction = fc.constantFrom('ASC' as const, 'DESC' as const);
  const order = fc.array(
    fc.record({ field: fc.constantFrom('STARTED_AT' as const, 'ENDED_AT' as const, 'USER_NAME' as const), direction }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const USERS = ['', 'a', 'A', 'ä', '\uffff', '\u{10000}'];
  const records = USERS.flatMap((user, at) =>
    [null, WEEK + 1, WEEK + 2].map((end, index) => ({
      id: `s-${at}${index}`,
      userName: user || null,
      started: { after: null, before: WEEK + ((at + index) % 2) },
      ended: end === null ? null : { after: end, before: end },
    })),
  ) as unknown as SessionRecord[];

  /** Compares as both databases do: by code points. */
  const compare = (one: string | number, other: string | number) =>
    typeof one === 'number' ? one - Number(other) : Buffer.compare(Buffer.from(one), Buffer.from(String(other)));

  const isBehindBy =
    (by: readonly RecordOrder[], at: SessionRecord, isBackward: boolean) => (record: SessionRecord) => {
      const [key, from] = [recordKeyOf(record, by), recordKeyOf(at, by)];
      const descending = [...by, by.at(-1) as RecordOrder].map((each) => (each.direction === 'DESC') !== isBackward);
      const place = key.findIndex((value, index) => value !== from[index]);
      return place >= 0 && compare(key[place] as never, from[place] as never) > 0 === !descending[place];
    };

  test('selects what is behind a record, in each direction', async () => {
    const connection = await historyDatabase();
    await insert(
      connection,
      'session',
      records.map(({ id, userName, started, ended }, number) =>
        rowOf(number, userName, { id, started_before: started.before, ended_before: ended?.before ?? null }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(order, fc.constantFrom(...records), fc.boolean(), async (by, at, isBackward) => {
        const { text, params } = toStatement(
          sql`select id from session where ${behind(termsOf(by, isBackward), recordKeyOf(at, by))} order by id`,
        );
        const found = (await connection.all(text, params)).map(({ id }) => id);
        expect(found).toEqual(records.filter(isBehindBy(by, at, isBackward)).map(({ id }) => id));
      }),
      { numRuns: 80 },
    );
  });
});

test('A row is a record, whose end and spans have bounds or none', () => {
  const row = { ...rowOf(1, null), ended_after: null, ended_before: null, end_reason: null, connections: 0 };
  expect(toRecord(row as never)).toMatchObject({
    id: 's-1',
    userName: null,
    ended: null,
    endReason: null,
    location: { accountId: '1', region: 'r' },
  });
  expect(toRecord({ ...row, ended_after: null, ended_before: 7 } as never).ended).toEqual({ after: null, before: 7 });
  const span = { status: 'CONNECTED', from_after: null, from_before: 1, to_after: 5, to_before: null };
  expect(toSpan(span)).toEqual({ status: 'CONNECTED', from: { after: null, before: 1 }, to: null });
  expect(toSpan({ ...span, to_before: 9 }).to).toEqual({ after: 5, before: 9 });
});
