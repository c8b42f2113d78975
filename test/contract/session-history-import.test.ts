import { describe, expect, test } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { HISTORY_PAGE, historyPage } from '../support/history-query.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const HOUR = 3_600_000;
/** AWS's times, in whole seconds, before now: what is imported depends on the age of its end. */
const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR);
const FILTER = { from: ago(60 * 24).toISOString(), to: new Date(NOW + HOUR).toISOString() };

const ownerOf = (name: string) => `arn:aws:sts::${testAccountId}:assumed-role/Ops/${name}@example.com`;
/** 450 ended sessions, three pages of AWS, one each hour for half an hour; and one that is active. */
const worldOf = (count = 450) =>
  buildWorld()
    .node('i-00000000000000001')
    .ssmSessions({ count: 1, StartDate: ago(0.5) })
    .ssmSessions({
      count,
      state: 'History',
      each: (index) => ({ Owner: ownerOf('alice'), StartDate: ago(index + 2), EndDate: ago(index + 1.5) }),
    });

async function using(options: TestGatewayOptions, work: (gateway: TestGateway) => Promise<void>): Promise<void> {
  const gateway = await startGateway({ services: ['SSM'], ...options });
  try {
    await work(gateway);
  } finally {
    await gateway.close();
  }
}

const page = async (gateway: TestGateway, filter: object = {}) =>
  historyPage(await gateway.query(HISTORY_PAGE, { filter: { ...FILTER, ...filter }, first: 200 }));
const historyCalls = (gateway: TestGateway) =>
  gateway.calls().filter(({ operation, input }) => operation === 'DescribeSessions' && input.State === 'History');

describe("SSM's ended sessions", () => {
  test('are in the history at once, with exact times, without waiting for scans', async () => {
    await using({ world: worldOf().world }, async (gateway) => {
      const { totalCount, edges } = await page(gateway);
      expect(totalCount).toBe(450);
      expect(edges[0].node).toMatchObject({
        service: 'SSM',
        user: { userName: 'alice@example.com' },
        startedAt: ago(2).toISOString(),
        started: { after: ago(2).toISOString(), before: ago(2).toISOString() },
        ended: { after: ago(1.5).toISOString(), before: ago(1.5).toISOString() },
        endReason: 'REPORTED_BY_AWS',
        lastStatus: 'TERMINATED',
        durationSeconds: 1_800,
        spans: [],
      });
      // One call for each page of AWS, and none for those who read within five minutes.
      expect(historyCalls(gateway)).toHaveLength(3);
      expect((await page(gateway)).totalCount).toBe(450);
      expect(historyCalls(gateway)).toHaveLength(3);
      expect(gateway.log).toContainEqual(
        expect.objectContaining({ msg: 'imported ended sessions', added: 450, calls: 3 }),
      );
    });
  });

  test('are imported from the start where sessions are always live', async () => {
    await using({ world: worldOf(20).world, live: 'always' }, async (gateway) => {
      gateway.startScans();
      await expect.poll(async () => gateway.log.filter(({ msg }) => msg === 'imported ended sessions')).toHaveLength(1);
      // With the active one, which is live.
      await expect.poll(async () => (await page(gateway)).totalCount).toBe(21);
    });
  });

  test('are not imported where they ended before GATEWAY_HISTORY_DAYS', async () => {
    await using({ world: worldOf(48).world, environment: { GATEWAY_HISTORY_DAYS: '1' } }, async (gateway) => {
      expect((await page(gateway)).totalCount).toBe(23);
    });
  });

  test('that cannot be read do not fail the history, and are logged', async () => {
    await using({ world: worldOf(3).world }, async (gateway) => {
      gateway.emulator.faults.push({ kind: 'error', code: 'AccessDeniedException', status: 403, service: 'ssm' });
      expect((await page(gateway)).totalCount).toBe(0);
      expect(gateway.log).toContainEqual(
        expect.objectContaining({ msg: 'cannot import ended sessions now', code: 'UPSTREAM_ACCESS_DENIED' }),
      );
    });
  });
});
