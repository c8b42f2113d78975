import { expect, test } from 'vitest';
import { openBody, parseEvents, subscribing } from '../support/event-stream.ts';
import { HAS_PGBOUNCER } from '../support/pgbouncer.ts';
import { POSTGRES } from '../support/postgres.ts';
import { ask } from '../support/process.ts';
import { type Replica, startReplicas } from '../support/replicas.ts';
import { serveLive } from '../support/served-live.ts';
import { throughPgbouncer } from '../support/shared-postgres.ts';
import { buildWorld } from '../support/world.ts';

const isMissing = POSTGRES === null || !HAS_PGBOUNCER;
const it = test.skipIf(isMissing);
const reason = isMissing ? ' (skipped: PostgreSQL or PgBouncer is not installed)' : '';

const POSITION = '{ liveSessions(first: 0) { position } }';
const changesAfter = (position: string) =>
  `subscription { sessionChanges(after: "${position}") { from resync events { kind } } }`;

/** Two replicas, of which one has read sessions that the other has not. */
async function withOneBehind() {
  const builder = buildWorld().ssmSessions({ count: 9 });
  const replicas = await startReplicas(
    2,
    { world: builder.world, environment: { GATEWAY_SERVICES: 'SSM' } },
    throughPgbouncer,
  );
  const [one, two] = replicas.all as [Replica, Replica];
  await replicas.until(
    async () => one.sessions.size === 9 && two.sessions.size === 9 && (await replicas.leases()).length > 0,
  );
  const holder = (await replicas.leases())[0]?.holder;
  const [reader, other] = one.store.replicas?.id === holder ? [one, two] : [two, one];

  other.isStopped = true;
  do {
    builder.ssmSessions({ count: 3 });
    const { size } = builder.location.ssmSessions;
    await replicas.until(() => reader.sessions.size === size);
    // A read of the database that was under way when the other stopped may still have found them.
  } while (other.live.changes.revision === reader.live.changes.revision);
  const [before, { revision }] = [other.live.changes.revision, reader.live.changes];
  expect(revision).toBeGreaterThan(before);
  return { replicas, builder, reader, other, before, revision };
}

it(`A position of one replica is waited for by another that has not read as far, without hints and polls${reason}`, async () => {
  const { other, before, revision } = await withOneBehind();
  const reader = { signal: new AbortController().signal, endsAt: performance.now() + 600_000 };
  const caughtUp = other.live.caughtUp(revision, reader);
  const askAgain = () => {
    // A read of the database that fails is repeated by a poll, or by the next who waits.
    void other.live.caughtUp(revision, reader);
    return other.live.changes.revision;
  };
  await expect.poll(askAgain, { interval: 1_000 }).toBe(revision);
  await caughtUp;
  expect(other.live.changes.since(before)?.flatMap(({ changes }) => changes)).toHaveLength(revision - before);
});

it(`A client that resumes on a replica which has not read as far misses nothing, and need not read again${reason}`, async () => {
  const { replicas, builder, reader, other } = await withOneBehind();
  const first = await serveLive(reader);
  const { data } = (await ask(first, POSITION)) as { data: { liveSessions: { position: string } } };
  const { position } = data.liveSessions;
  const stream = await openBody(await serveLive(other), subscribing(changesAfter(position)));
  other.isStopped = false;
  builder.ssmSessions({ count: 1 });
  const batches = () => parseEvents(stream.text).map((event) => event.data.data.sessionChanges);
  await replicas.until(() => batches().length > 0);
  stream.close();
  expect(batches()[0]).toEqual({ from: position, resync: false, events: [{ kind: 'STARTED' }] });
});
