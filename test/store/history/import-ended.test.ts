import { describe, expect, test } from 'vitest';
import { digestOf, type EndedSession, importEnded } from '../../../src/store/history/importing/import-ended.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, ssmRow, WEEK } from '../../support/history-records.ts';

/** Session that AWS lists as ended, an hour after it started. */
const ended = (number: number, end = WEEK + HOUR): EndedSession => ({
  session: {
    ...{ id: `s-${number}`, type: 'SsmSession', service: 'SSM', accountId: '1', region: 'r', sourceId: 'SSM ended' },
    ...{ sessionId: `alice-${number}`, userName: 'alice', resource: 'i-1', target: 'i-1', instanceId: 'i-1' },
    ...{ fleetName: null, stackName: null, poolId: null, status: 'TERMINATED', expiresAt: null },
    ...{
      statusSince: { after: end, before: end },
      startedAt: end - HOUR,
      started: { after: end - HOUR, before: end - HOUR },
    },
    ...{ firstSeenAt: end, lastSeenAt: end, isListed: false, body: null },
  },
  end: { after: end, before: end },
});

/** Row of a session that was observed. @param end latest possible end; null: it has not ended */
const observed = (number: number, end: number | null, reason: string | null) =>
  ssmRow(number, { is_listed: 0, ended_after: end && end - HOUR, ended_before: end, end_reason: reason });

const ends = (connection: SqlConnection) =>
  connection.all('select id, ended_after, ended_before, end_reason from session order by id');

describe('Importing ended sessions', () => {
  test('adds those that were not observed, and changes nothing when it is repeated', async () => {
    const connection = await historyDatabase();
    expect(await importEnded(connection, [ended(1), ended(2)])).toEqual({ added: 2, refined: 0 });
    const before = await connection.all('select * from session order by id');
    expect(await importEnded(connection, [ended(2), ended(1)])).toEqual({ added: 0, refined: 0 });
    expect(await connection.all('select * from session order by id')).toEqual(before);
  });

  test('makes the end of one that was missed exact; its last status ended then at the latest, and when it was last seen at the earliest', async () => {
    const connection = await historyDatabase();
    await insert(connection, 'session', [observed(1, WEEK + 2 * HOUR, 'DISAPPEARED')]);
    const span = (seq: number, from: number, seen: number, to: number) => ({
      id: 's-1',
      seq,
      status: 'CONNECTED',
      from_before: from,
      to_after: seen,
      to_before: to,
    });
    await insert(connection, 'span', [span(1, WEEK, WEEK, WEEK + 1), span(2, WEEK + 1, WEEK + 2, WEEK + 2 * HOUR)]);
    expect(await importEnded(connection, [ended(1)])).toEqual({ added: 0, refined: 1 });
    const exact = { id: 's-1', ended_after: WEEK + HOUR, ended_before: WEEK + HOUR, end_reason: 'REPORTED_BY_AWS' };
    expect(await ends(connection)).toEqual([exact]);
    const spans = await connection.all('select to_after, to_before from span order by seq');
    expect(spans).toEqual([
      { to_after: WEEK, to_before: WEEK + 1 },
      { to_after: WEEK + 2, to_before: WEEK + HOUR },
    ]);
  });

  test('leaves one that has not ended in the store to the scans', async () => {
    const connection = await historyDatabase();
    await insert(connection, 'session', [observed(1, null, null)]);
    expect(await importEnded(connection, [ended(1)])).toEqual({ added: 0, refined: 0 });
    expect(await ends(connection)).toMatchObject([{ ended_before: null }]);
  });

  test('leaves out sessions of erased users, and those whose hours are summed up', async () => {
    const connection = await historyDatabase();
    await insert(connection, 'erased', [{ digest: digestOf('s-1'), until_at: WEEK }]);
    await insert(connection, 'summed', [{ one: 1, until_at: WEEK + HOUR }]);
    await importEnded(connection, [ended(1), ended(2, WEEK + HOUR - 1), ended(3)]);
    expect(await ends(connection)).toMatchObject([{ id: 's-3' }]);
  });
});
