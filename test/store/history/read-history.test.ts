import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openHistory } from '../../../src/store/history/open-history.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, NOW, store, storedSessions, WEEK } from '../../support/history-records.ts';

const FILTER = { from: WEEK, to: NOW };
const PAGE = { order: [{ field: 'STARTED_AT', direction: 'ASC' }], limit: 10, isBackward: false, from: null } as const;

/** History over a connection that counts its statements. */
async function history() {
  const connection = await historyDatabase();
  const [sessions = []] = fc.sample(storedSessions(12, 12), { numRuns: 1, seed: 5 });
  await store(connection, sessions);
  let statements = 0;
  const counted: SqlConnection = {
    ...connection,
    all: (text, params) => {
      statements += 1;
      return connection.all(text, params);
    },
  };
  const opened = openHistory({
    connection: counted,
    now: () => NOW,
    maxWindowMs: 1_000,
    maxAgeMs: 60_000,
    recorded: async () => {},
    erase: async () => ({ records: 0, running: 0 }),
  });
  const ids = sessions.map(({ row }) => String(row.id));
  return { history: opened, connection, ids, statements: () => statements };
}

type Opened = Awaited<ReturnType<typeof history>>;
const READS: readonly (readonly [name: string, read: (of: Opened) => Promise<unknown>])[] = [
  ['page', ({ history: { page } }) => page({ ...PAGE, filter: FILTER })],
  ['count', ({ history: { count } }) => count(FILTER)],
  ['records by id', ({ history: { byIds }, ids }) => byIds(ids)],
  ['spans', ({ history: { spans }, ids }) => spans(ids)],
  ['usage', ({ history: { usage } }) => usage({ filter: FILTER, interval: 'DAY', by: [] }, { maxPoints: 100 })],
  ['coverage', ({ history: { coverage } }) => coverage(FILTER)],
];

describe('History', () => {
  test.each(READS)('cannot give its %s while the store fails, and can again once it is back', async (_name, read) => {
    const opened = await history();
    const tables = ['session', 'span', 'observed'];
    const before = JSON.stringify(await read(opened));
    for (const table of tables) await opened.connection.run(`alter table ${table} rename to hidden_${table}`);
    await expect(read(opened)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'The store cannot be read now.',
      extensions: { service: 'store', operation: 'Read', retryable: true },
      cause: { name: 'StoreError' },
    });
    for (const table of tables) await opened.connection.run(`alter table hidden_${table} rename to ${table}`);
    expect(JSON.stringify(await read(opened))).toBe(before);
  });

  test('takes no statement for what no record can match', async () => {
    const { history: opened, statements } = await history();
    for (const impossible of [
      { ...FILTER, to: WEEK },
      { ...FILTER, from: NOW + HOUR },
      { ...FILTER, services: [] },
      { ...FILTER, onlyUser: null },
      { ...FILTER, onlyUser: 'anna', userName: 'bruno' },
      { ...FILTER, userName: 'a\0' },
      { ...FILTER, fleetNames: ['Design', '\uD800'] },
    ]) {
      expect(await opened.page({ ...PAGE, filter: impossible })).toEqual({ records: [], hasMore: false });
      expect(await opened.count(impossible)).toBe(0);
      const usage = await opened.usage({ filter: impossible, interval: 'WEEK', by: ['SERVICE'] }, { maxPoints: 100 });
      expect(usage).toMatchObject({ series: [] });
    }
    expect(statements()).toBe(0);
  });

  test('of ids that have no record has none of them, and none for no ids', async () => {
    const { history: opened, ids } = await history();
    expect([...(await opened.byIds([...ids, 'unknown'])).keys()].sort()).toEqual(ids.toSorted());
    expect((await opened.byIds([])).size).toBe(0);
    expect((await opened.spans(['unknown'])).size).toBe(0);
  });
});
