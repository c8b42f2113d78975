import { expect } from 'vitest';
import type { AwsLocation } from '../../src/aws/location.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { appStreamId, poolSessionId, ssmId } from './session-ids.ts';
import { buildWorld, type WorldBuilder } from './world.ts';

export const TOMORROW = new Date(Date.now() + 24 * 60 * 60_000);

export const build = () => buildSessions(buildWorld());

/** Sixteen AppStream sessions, twenty of SSM of which three are over, seventeen of a pool. */
export function buildSessions(builder: WorldBuilder): WorldBuilder {
  return builder
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 14 })
    .appStreamSessions({
      stack: 'Design',
      fleet: 'design',
      count: 2,
      State: 'EXPIRED',
      ConnectionState: 'NOT_CONNECTED',
    })
    .nodes(2)
    .ssmSessions({ count: 17 })
    .ssmSessions({ count: 3, state: 'History' })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 17, ExpirationTime: TOMORROW });
}

export const idsOf = ({ location: state }: Pick<WorldBuilder, 'location'>, location?: AwsLocation) => ({
  appstream: [...state.appStreamSessions.values()].map((session) => appStreamId(session, location)),
  ssm: [...state.ssmSessions.values()].map((session) => ssmId(session, location)),
  pool: [...state.poolSessions.values()].map((session) => poolSessionId(session, location)),
});

/** The gateway of the current test. */
export let gateway: TestGateway;

export async function serve(options: TestGatewayOptions): Promise<void> {
  gateway = await startGateway(options);
}

export const start = async (options: TestGatewayOptions = {}) => {
  const built = build();
  await serve({ world: built.world, ...options });
  return { ...built, ids: idsOf(built) };
};

interface Result {
  readonly id: string;
  readonly terminated: boolean;
  readonly outcome: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string[] | null }[];
}

const BULK = `mutation ($input: TerminateSessionsInput!) {
  terminateSessions(input: $input) {
    results { id terminated outcome userErrors { code message field } }
    userErrors { code message field }
  }
}`;

export async function end(ids: readonly string[], input: object = {}) {
  const { data, errors } = await gateway.query(BULK, { input: { ids, ...input } });
  expect(errors).toBeUndefined();
  return data.terminateSessions as { results: readonly Result[]; userErrors: Result['userErrors'] };
}

const ONE = `mutation ($input: TerminateSessionInput!) {
  terminateSession(input: $input) { terminatedSessionId outcome session { status } userErrors { code field } }
}`;

export const endOne = (id: string, input: object = {}) => gateway.query(ONE, { input: { id, ...input } });

/** Result of each: an outcome, or the codes of its errors. */
export const fates = (results: readonly Result[]) =>
  results.map(({ outcome, userErrors }) => outcome ?? userErrors.map(({ code }) => code).join());

export const WRITES = ['ExpireSession', 'TerminateSession', 'TerminateWorkspacesPoolSession'];
export const calls = () => gateway.calls();
export const writes = () => calls().filter(({ operation }) => WRITES.includes(operation));
export const reads = () => calls().filter(({ operation }) => !WRITES.includes(operation));

/** One of each service in turn, so that neighbours are of different services. */
export const mixed = (ids: ReturnType<typeof idsOf>) =>
  Array.from({ length: 20 }, (_, index) => [ids.appstream[index], ids.ssm[index], ids.pool[index]])
    .flat()
    .filter((id) => id !== undefined);
