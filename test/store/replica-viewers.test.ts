import { expect, test } from 'vitest';
import { openBody, parseEvents, subscribing } from '../support/event-stream.ts';
import { POSTGRES } from '../support/postgres.ts';
import { ask } from '../support/process.ts';
import { type Replica, startReplicas } from '../support/replicas.ts';
import { serveLive } from '../support/served-live.ts';
import { countStatements } from '../support/statements.ts';
import { buildWorld } from '../support/world.ts';

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const SESSIONS = 34;
/** Requests of a page of a console: a list with its total, and streams of it. */
const PAGE = '{ liveSessions(first: 20) { totalCount nodes { id } } }';
const STREAMS = [
  'subscription { sessionChanges { to totalCount events { kind sessionId } } }',
  'subscription { sessionChanges(filter: { services: [SSM] }) { to totalCount events { kind sessionId } } }',
  'subscription { sessionCounts(by: SERVICE) { totalCount } }',
];

/** Runs replicas for a minute of virtual time, in which a session ends, with viewers divided equally among them. */
async function minute(count: number, viewers: number) {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 25 })
    .ssmSessions({ count: 9 })
    .pool('Ops');
  const replicas = await startReplicas(count, { world: builder.world });
  await replicas.until(() => replicas.all.every(({ sessions }) => sessions.size === SESSIONS));
  const urls = await Promise.all(replicas.all.map(serveLive));
  const urlOf = (viewer: number) => urls[viewer % count] as string;
  const streams = await Promise.all(
    Array.from({ length: viewers }, (_, viewer) =>
      openBody(urlOf(viewer), subscribing(STREAMS[viewer % STREAMS.length] ?? '')),
    ),
  );
  await replicas.pass(20_000);

  const [{ emulator }] = replicas.all as [Replica];
  emulator.clearCalls();
  const statements = countStatements();
  const [ended = ''] = builder.location.ssmSessions.keys();
  builder.location.ssmSessions.delete(ended);
  for (const viewer of streams.keys()) expect(await ask(urlOf(viewer), PAGE)).toHaveProperty('data.liveSessions');
  await replicas.pass(60_000);
  statements.stop();
  const calls = emulator.count();
  await replicas.until(() => replicas.all.every(({ sessions }) => sessions.size === SESSIONS - 1));
  const lastOf = ({ text }: { readonly text: string }) => {
    const [root] = Object.values(parseEvents(text).at(-1)?.data?.data ?? {}) as { totalCount: number }[];
    return root?.totalCount;
  };
  const isTold = ({ text }: { readonly text: string }, viewer: number) =>
    lastOf({ text }) === (viewer % STREAMS.length === 1 ? 8 : SESSIONS - 1);
  await replicas.until(() => streams.every(isTold));
  for (const stream of streams) stream.close();
  return { calls, statements: statements.count };
}

it(`Three replicas with 300 viewers take the AWS calls of one with one viewer, and no statement for a viewer${reason}`, async () => {
  const one = await minute(1, 1);
  const few = await minute(3, 3);
  const many = await minute(3, 300);
  expect(one.calls).toBeGreaterThan(20);
  // Two full scans, which the minute may cut: four authentication types, SSM, the pool, workspaces, and the lists of resources.
  // Replicas that each read for themselves would make 60 calls more.
  for (const { calls } of [few, many]) expect(Math.abs(calls - one.calls)).toBeLessThanOrEqual(26);
  // A statement for each viewer, in the whole minute, would be 297.
  expect(few.statements).toBeGreaterThan(0);
  expect(Math.abs(many.statements - few.statements)).toBeLessThan(100);
});
