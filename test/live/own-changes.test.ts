import { afterEach, describe, expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import type { SessionChange } from '../../src/live/live-session.ts';
import type { Live } from '../../src/live/live-sessions/live.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { mirror } from '../support/live-changes.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** A gateway whose live sessions have been scanned once, and are not scanned again while the test runs. */
async function scanned(quirks: Partial<Quirks> = {}, members: object = {}) {
  const { world } = buildWorld()
    .fleet('design', { MaxSessionsPerInstance: 4 })
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3, ...members })
    .ssmSessions({ count: 3 });
  gateway = await startGateway({ world, quirks });
  const live = gateway.live as Live;
  const sessions = mirror(live.changes);
  await live.look({ endsAt: performance.now() + 60_000, signal: new AbortController().signal });
  const changes: SessionChange[] = [];
  live.changes.subscribe((commit) => changes.push(...commit.changes));
  const idOf = (service: string) => [...sessions.values()].find(({ view }) => view.service === service)?.id ?? '';
  return { live, sessions, changes, idOf };
}

const TERMINATE = `mutation ($id: ID!, $dryRun: Boolean! = false) {
  terminateSession(input: { id: $id, dryRun: $dryRun }) { outcome userErrors { code } }
}`;

describe('A session that this gateway terminates', () => {
  test('has ended in the live index when the mutation is answered', async () => {
    const { sessions, changes, idOf } = await scanned();
    const id = idOf('SSM');
    const { data } = await gateway.query(TERMINATE, { id });
    expect(data.terminateSession.outcome).toBe('TERMINATED');
    expect(changes).toMatchObject([
      { kind: 'ENDED', session: { id }, reason: 'TERMINATED_BY_GATEWAY', previousStatus: 'CONNECTED', isListed: false },
    ]);
    expect(sessions.has(id)).toBe(false);
  });

  test('stays in the index while AWS lists it, as `sessions` does, with the status that it has there', async () => {
    const { sessions, changes, idOf } = await scanned();
    const id = idOf('APPSTREAM');
    await gateway.query(TERMINATE, { id });
    expect(changes.slice(0, 1)).toMatchObject([{ kind: 'ENDED', reason: 'TERMINATED_BY_GATEWAY', isListed: true }]);
    expect(sessions.get(id)?.view.status).toBe('TERMINATED');
  });

  test('has not ended by a dry run', async () => {
    const { changes, idOf } = await scanned();
    await gateway.query(TERMINATE, { id: idOf('SSM'), dryRun: true });
    expect(changes).toEqual([]);
  });

  test('has not ended while AWS still lists it as active', async () => {
    const { sessions, changes, idOf } = await scanned({ terminationDelay: 3_600_000 });
    const id = idOf('APPSTREAM');
    const { data } = await gateway.query(TERMINATE, { id });
    expect(data.terminateSession.outcome).toBe('UNCONFIRMED');
    expect(changes).toEqual([]);
    expect(sessions.has(id)).toBe(true);
  });
});

const DRAIN = `mutation ($id: ID!) {
  drainSessionInstance(input: { id: $id }) { session { instanceDrainStatus } userErrors { code } }
}`;

test('A session whose instance this gateway drains is read again', async () => {
  const { live, idOf } = await scanned({}, { InstanceDrainStatus: 'ACTIVE' });
  const sourceOf = () => live.sources().find(({ label }) => label.includes('fleet design'));
  const { asOf } = sourceOf() ?? {};
  const { data } = await gateway.query(DRAIN, { id: idOf('APPSTREAM') });
  expect(data.drainSessionInstance).toEqual({ session: { instanceDrainStatus: 'DRAINING' }, userErrors: [] });
  await expect.poll(() => sourceOf()?.asOf).toBeGreaterThan(Number(asOf));
});

test('Live sessions that are switched off are not there', async () => {
  gateway = await startGateway({ world: buildWorld().ssmSessions({ count: 1 }).world, live: 'off' });
  expect(gateway.live).toBeNull();
  const { data } = await gateway.query('{ sessions { nodes { id } } }');
  const { data: done } = await gateway.query(TERMINATE, { id: data.sessions.nodes[0].id });
  expect(done.terminateSession.outcome).toBe('TERMINATED');
});
