import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { keepRetained } from '../../../src/store/history/retention/keep-retained.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, OBSERVED, WEEK } from '../../support/history-records.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const DAY = 24 * HOUR;

/** Retention over a store, whose time passes in `run`. */
async function retained(historyDays: number) {
  const connection = await historyDatabase();
  const clock = virtualClock();
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) });
  const end = (id: string, hours: number) =>
    insert(connection, 'session', [
      {
        ...{ ...OBSERVED, id, type: 'SsmSession', service: 'SSM', account_id: '1', region: 'r', source_id: 'a' },
        ...{
          session_id: id,
          status: 'TERMINATED',
          started_before: WEEK,
          ended_before: WEEK + hours * HOUR,
          is_listed: 0,
        },
      },
    ]);
  const ids = async () => (await connection.all('select id from session order by id')).map(({ id }) => id);
  const stop = keepRetained({ connection, clock, wall: () => WEEK + clock.now(), historyDays, usageDays: 400, log });
  return { connection, clock, lines, end, ids, stop };
}

/** Lets time pass until something is true. */
async function until(clock: ReturnType<typeof virtualClock>, isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await clock.run(clock.now() + 1_000);
}

const broken = (connection: SqlConnection) => connection.run('alter table summed rename to hidden');

describe('Old records', () => {
  test('are deleted once an hour, for the first time a minute after the start', async () => {
    const { clock, end, ids, lines, stop } = await retained(1);
    await end('at once', -30);
    await end('later', 0.5);
    await clock.run(59_999);
    expect(await ids()).toEqual(['at once', 'later']);
    await until(clock, async () => (await ids()).length === 1);
    expect(clock.now()).toBeLessThan(HOUR);
    await until(clock, async () => (await ids()).length === 0);
    expect(clock.now()).toBeGreaterThan(DAY);
    expect(lines).toEqual(['deleted old records of sessions', 'deleted old records of sessions']);
    await stop();
  });

  test('are deleted once a minute where no history is stored', async () => {
    const { clock, end, ids, stop } = await retained(0);
    await end('one', 0);
    await until(clock, async () => (await ids()).length === 0);
    await end('two', 0);
    const at = clock.now();
    await until(clock, async () => (await ids()).length === 0);
    expect(clock.now() - at).toBeLessThanOrEqual(62_000);
    await stop();
  });

  test('that cannot be deleted are a warning, and are deleted later', async () => {
    const { connection, clock, end, ids, lines, stop } = await retained(1);
    await end('one', -30);
    await broken(connection);
    await until(clock, async () => lines.length > 0);
    expect(lines).toEqual(['old records of sessions cannot be deleted now']);
    await connection.run('alter table hidden rename to summed');
    await until(clock, async () => (await ids()).length === 0);
    await stop();
  });

  test('stay once it is stopped, also in the middle', async () => {
    const { clock, end, ids, stop } = await retained(1);
    await end('one', -30);
    await stop();
    await clock.run(2 * HOUR);
    expect(await ids()).toEqual(['one']);
    expect(clock.nextAt).toBe(Infinity);
  });
});
