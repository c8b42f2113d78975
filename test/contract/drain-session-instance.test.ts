import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

type Session = Omit<Parameters<ReturnType<typeof buildWorld>['appStreamSessions']>[0], 'stack' | 'fleet'>;

/** Two sessions on one instance of a fleet that has four on each; and one of each other service. */
async function start(session: Session = {}) {
  const built = buildWorld()
    .fleet('design', { MaxSessionsPerInstance: 4 })
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({
      ...{ stack: 'Design', fleet: 'design', count: 2, InstanceId: 'i-1', InstanceDrainStatus: 'ACTIVE' },
      ...session,
    })
    .ssmSessions()
    .pool('Ops')
    .poolSessions({ pool: 'Ops' });
  gateway = await startGateway({ world: built.world });
  const { appStreamSessions, ssmSessions, poolSessions } = built.location;
  return {
    location: built.location,
    ids: [...appStreamSessions.values()].map((one) => appStreamId(one)),
    others: [
      ...[...ssmSessions.values()].map((one) => ssmId(one)),
      ...[...poolSessions.values()].map((one) => poolSessionId(one)),
    ],
  };
}

const drain = (id: string) =>
  gateway.query(
    `mutation ($id: ID!) { drainSessionInstance(input: { id: $id }) {
      session { id instanceDrainStatus status }
      userErrors { code message field }
    } }`,
    { id },
  );

const drains = () => gateway.emulator.count('DrainSessionInstance');

describe('drainSessionInstance', () => {
  test('drains the instance for all its sessions, terminates none, and later reads see it', async () => {
    const { ids } = await start();
    const list = '{ fleet(name: "design") { sessions { nodes { instanceDrainStatus status } } } }';
    await gateway.query(list);
    const { data, errors } = await drain(ids[0] ?? '');
    expect(errors).toBeUndefined();
    const draining = { instanceDrainStatus: 'DRAINING', status: 'CONNECTED' };
    expect(data.drainSessionInstance).toEqual({ session: { id: ids[0], ...draining }, userErrors: [] });
    expect((await gateway.query(list)).data.fleet.sessions.nodes).toEqual([draining, draining]);
  });

  test('repeated is harmless, and no second call', async () => {
    const { ids } = await start();
    for (const id of [ids[0], ids[1], ids[0]]) {
      expect((await drain(id ?? '')).data.drainSessionInstance).toMatchObject({
        session: { instanceDrainStatus: 'DRAINING' },
        userErrors: [],
      });
    }
    expect(drains()).toBe(1);
  });

  test('of a single-session fleet is rejected before AWS is called', async () => {
    const { ids } = await start({ InstanceDrainStatus: 'NOT_APPLICABLE' });
    const { data } = await drain(ids[0] ?? '');
    expect(data.drainSessionInstance).toMatchObject({
      session: null,
      userErrors: [{ code: 'NOT_SUPPORTED', message: expect.stringContaining('`design`'), field: ['input', 'id'] }],
    });
    expect(drains()).toBe(0);
  });

  test.each(['EXPIRED', undefined] as const)(
    'of an ended session (%s) is rejected before AWS is called',
    async (State) => {
      const { ids, location } = await start(State && { State });
      if (!State) for (const { Id } of location.appStreamSessions.values()) location.appStreamSessions.delete(Id);
      expect((await drain(ids[0] ?? '')).data.drainSessionInstance.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
      expect(drains()).toBe(0);
    },
  );

  test('where AWS does not say whether it can be drained leaves that to AWS', async () => {
    const { ids, location } = await start({ InstanceDrainStatus: undefined });
    for (const fleet of location.fleets.values()) delete fleet.MaxSessionsPerInstance;
    expect((await drain(ids[0] ?? '')).data.drainSessionInstance.userErrors).toMatchObject([{ code: 'NOT_PERMITTED' }]);
    expect(drains()).toBe(1);
  });

  test('of another service, another type or a forged id is a userError, without a call', async () => {
    const { others } = await start();
    const codes = await Promise.all(
      [...others, 'garbage'].map(async (id) => (await drain(id)).data.drainSessionInstance.userErrors[0].code),
    );
    expect(codes).toEqual(['NOT_SUPPORTED', 'NOT_SUPPORTED', 'INVALID_ID']);
    expect(gateway.calls()).toEqual([]);
  });

  test('of a location that this gateway does not read is a userError', async () => {
    const { location } = await start();
    const [session] = location.appStreamSessions.values();
    const id = session ? appStreamId(session, { accountId: '999999999999', region: 'eu-west-1' }) : '';
    expect((await drain(id)).data.drainSessionInstance.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
