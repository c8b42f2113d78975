import { expect, test } from 'vitest';
import { HAS_PGBOUNCER, sharedPgbouncer } from '../support/pgbouncer.ts';
import { POSTGRES } from '../support/postgres.ts';
import { type Replica, startReplicas } from '../support/replicas.ts';
import { buildWorld } from '../support/world.ts';

const isMissing = POSTGRES === null || !HAS_PGBOUNCER;
const it = test.skipIf(isMissing);
const reason = isMissing ? ' (skipped: PostgreSQL or PgBouncer is not installed)' : '';

it(`A position of one replica is waited for by another that has not read as far, without hints and polls${reason}`, async () => {
  const builder = buildWorld().ssmSessions({ count: 9 });
  const through = await sharedPgbouncer();
  const replicas = await startReplicas(2, { world: builder.world, environment: { GATEWAY_SERVICES: 'SSM' } }, through);
  const [one, two] = replicas.all as [Replica, Replica];
  await replicas.until(
    async () => one.sessions.size === 9 && two.sessions.size === 9 && (await replicas.leases()).length > 0,
  );
  const holder = (await replicas.leases())[0]?.holder;
  const [reader, other] = one.store.replicas?.id === holder ? [one, two] : [two, one];

  other.isStopped = true;
  const before = other.live.changes.revision;
  builder.ssmSessions({ count: 3 });
  await replicas.until(() => reader.sessions.size === 12);
  expect(other.live.changes.revision).toBe(before);
  const { revision } = reader.live.changes;
  expect(revision).toBeGreaterThan(before);

  const { signal } = new AbortController();
  await other.live.caughtUp(revision, { signal, endsAt: performance.now() + 600_000 });
  expect(other.live.changes.revision).toBe(revision);
  expect(other.live.changes.since(before)?.flatMap(({ changes }) => changes)).toHaveLength(3);
});
