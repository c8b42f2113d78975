import { expect, test } from 'vitest';
import { sqlStore } from '../../src/store/open/sql-store.ts';
import { historyDatabase } from '../support/history-database.ts';
import { startLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

const MINUTE = 60_000;

test('A fleet without sessions, whose lists are read at longer intervals, is observed all the time, and once a session begins', async () => {
  const connection = await historyDatabase();
  const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
  const live = await startLive({
    world: builder.world,
    store: await sqlStore({ connection, isDurable: true, close: async () => {} }),
    environment: { GATEWAY_SERVICES: 'APPSTREAM' },
  });
  live.live.start();
  const observed = () =>
    connection.all(`select from_at, to_at from observed where source_id like '%Design%' order by from_at`);
  const scans = new Set<unknown>();
  for (let minute = 0; minute < 40; minute += 1) {
    await live.pass(MINUTE, 1_000);
    for (const { to_at } of await observed()) scans.add(to_at);
  }
  const [idle] = await observed();
  // It was read several times, and rested between them.
  expect(scans.size).toBeLessThan(15);
  expect(Number(idle?.to_at) - Number(idle?.from_at)).toBeGreaterThan(25 * MINUTE);

  builder.appStreamSessions({ stack: 'Design', fleet: 'design' });
  await live.until(() => live.sessions.size === 1);
  await live.pass(5 * MINUTE, 1_000);
  const all = await observed();
  expect(all).toHaveLength(1);
  expect(live.clock.wall() - Number(all[0]?.to_at)).toBeLessThan(MINUTE);
});
