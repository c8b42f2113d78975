import { expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import { POSTGRES } from '../support/postgres.ts';
import { type Replica, startReplicas } from '../support/replicas.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { buildWorld } from '../support/world.ts';

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const HOUR = 3_600_000;

it(`The clock of a replica is compared with the database's, and logged once while it is wrong${reason}`, async () => {
  const startedAt = Date.now() - 2 * HOUR;
  const replicas = await startReplicas(1, { world: buildWorld().world, startedAt });
  const [{ live, log }] = replicas.all as [Replica];
  const logged = () => log.filter(({ msg }) => String(msg).startsWith("this clock differs from the database's"));
  await replicas.until(() => logged().length > 0);
  await replicas.pass(180_000);
  expect(logged()).toMatchObject([{ level: 'warn', seconds: expect.any(Number) }]);
  // It was behind by two hours, and virtual time passes faster.
  expect(live.replica()?.aheadMs).toBeGreaterThan(-2 * HOUR - 60_000);
  expect(live.replica()?.aheadMs).toBeLessThan(0);
});

it(`A process whose clock is ahead deletes no message that others have not read${reason}`, async () => {
  const url = await createDatabase();
  const [ahead, other] = [await openPostgresStore(url, ''), await openPostgresStore(url, '')];
  onTestFinished(async () => void (await Promise.all([ahead.close(), other.close()])));
  await ahead.replicas?.send('touch', '{"id":"x"}');
  const committedAt = Date.now() + 24 * HOUR;
  await ahead.commit({ number: 1, committedAt, changes: [], sources: [], removedSources: [] });
  const news = await other.replicas?.read({ storeId: other.id, revision: 0, stamp: 0 });
  expect(news?.messages).toEqual([{ kind: 'touch', body: '{"id":"x"}' }]);
  await ahead.sql.run('update message set sent_at = 1');
  await other.commit({ number: 1, committedAt: Date.now(), changes: [], sources: [], removedSources: [] });
  expect(await ahead.sql.all('select kind from message')).toEqual([]);
});
