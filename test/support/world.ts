import { recountFleet, recountPool } from '../../emulator/world/capacity.ts';
import type {
  AppStreamFleet,
  AppStreamSession,
  AppStreamStack,
  LocationState,
  ManagedNode,
  PoolSession,
  SsmSession,
  Workspace,
  WorkspaceConnectionStatus,
  WorkspacesPool,
  World,
} from '../../emulator/world/state.ts';
import { createWorld } from '../../emulator/world/world.ts';
import {
  hexId,
  plainAppStreamSession,
  plainConnection,
  plainFleet,
  plainNode,
  plainPool,
  plainPoolSession,
  plainSsmSession,
  plainStack,
  plainWorkspace,
} from './plain-shapes.ts';

/** Members that differ between the sessions of one call: an object, or a function from the number (0, 1 …) to them. */
type Overrides<Shape> = Partial<Shape> | ((index: number) => Partial<Shape>);

/**
 * Builds a world, one call a resource; members that a call leaves out have plain defaults. Nothing is random: names are
 * the given ones, ids are numbered through the whole world in the order of telling, times count back from `start`.
 *
 * ```ts
 * const { world } = buildWorld()
 *   .fleet('design').stack('Design').associate('Design', 'design')
 *   .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60, UserId: 'alice.martin' })
 *   .node('i-00000000000000001').ssmSessions({ count: 3 })
 *   .pool('Ops').poolSessions({ pool: 'Ops', count: 25 });
 * ```
 */
export interface WorldBuilder {
  readonly world: World;
  /** The location that the sentences are about; account 123456789012 in eu-west-1 until changed. */
  readonly location: LocationState;
  /** The next sentences are about this account and region. */
  at(accountId: string, region: string): WorldBuilder;
  /** A RUNNING ALWAYS_ON fleet. */
  fleet(name: string, overrides?: Partial<AppStreamFleet>): WorldBuilder;
  /** So many fleets: `fleet-1`, `fleet-2` … */
  fleets(count: number, overrides?: Overrides<AppStreamFleet>): WorldBuilder;
  stack(name: string, overrides?: Partial<AppStreamStack>): WorldBuilder;
  /** So many stacks: `stack-1`, `stack-2` … */
  stacks(count: number, overrides?: Overrides<AppStreamStack>): WorldBuilder;
  /** Both need not exist yet. */
  associate(stack: string, ...fleets: string[]): WorldBuilder;
  /** ACTIVE, CONNECTED, authenticated by API, each with its user `user-<n>` and instance. `count` is 1 unless given. */
  appStreamSessions(of: { stack: string; fleet: string; count?: number } & Overridable<AppStreamSession>): WorldBuilder;
  /** An Online Linux EC2 instance; a hybrid node when the id begins with `mi-`. */
  node(instanceId: string, overrides?: Partial<ManagedNode>): WorldBuilder;
  /** So many EC2 nodes with numbered ids. */
  nodes(count: number, overrides?: Overrides<ManagedNode>): WorldBuilder;
  /**
   * Connected, or with `state: 'History'` Terminated; newest first, a minute apart. The target is the first node, or
   * where there is none an instance that is not managed.
   */
  ssmSessions(of?: { count?: number; state?: 'Active' | 'History' } & Overridable<SsmSession>): WorldBuilder;
  /** A RUNNING pool; its id is numbered unless given: see `poolId`. */
  pool(name: string, overrides?: Partial<WorkspacesPool>): WorldBuilder;
  /** CONNECTED and SAML. `pool` is the name or the id. */
  poolSessions(of: { pool: string; count?: number } & Overridable<PoolSession>): WorldBuilder;
  /** So many AVAILABLE personal WorkSpaces of `user-<n>`; with `connection: null` AWS has no status of them, else CONNECTED. */
  workspaces(
    count: number,
    overrides?: Overrides<Workspace & { connection: Partial<WorkspaceConnectionStatus> | null }>,
  ): WorldBuilder;
  /** A role that is assumed with this external id only. Any other role, named or not, can be assumed by any caller. */
  role(arn: string, externalId: string): WorldBuilder;
  /** The id of the pool with this name. */
  poolId(name: string): string;
}

/** Members beside the named ones apply to every session; `each` makes them differ. */
type Overridable<Shape> = Partial<Shape> & { each?: (index: number) => Partial<Shape> };

export const testAccountId = '123456789012';
export const testRegion = 'eu-west-1';

export function buildWorld(world: World = createWorld()): WorldBuilder {
  let location = world.location(testAccountId, testRegion);
  let numbered = 0;
  const next = (): number => (numbered += 1);

  const builder: WorldBuilder = {
    world,
    get location() {
      return location;
    },
    at(accountId, region) {
      location = world.location(accountId, region);
      return builder;
    },
    fleet(name, overrides) {
      const fleet = { ...plainFleet(location, name), ...overrides };
      location.fleets.set(fleet.Name, fleet);
      return builder;
    },
    fleets(count, overrides) {
      for (let index = 0; index < count; index += 1) builder.fleet(`fleet-${index + 1}`, differing(overrides, index));
      return builder;
    },
    stack(name, overrides) {
      const stack: AppStreamStack = { ...plainStack(location, name), ...overrides };
      location.stacks.set(stack.Name, stack);
      return builder;
    },
    stacks(count, overrides) {
      for (let index = 0; index < count; index += 1) builder.stack(`stack-${index + 1}`, differing(overrides, index));
      return builder;
    },
    associate(stack, ...fleets) {
      const known = location.associations.get(stack) ?? new Set();
      for (const fleet of fleets) known.add(fleet);
      location.associations.set(stack, known);
      return builder;
    },
    appStreamSessions({ stack, fleet, count = 1, each, ...same }) {
      for (let index = 0; index < count; index += 1) {
        const plain = plainAppStreamSession(next(), stack, fleet);
        location.appStreamSessions.add({ ...plain, ...same, ...each?.(index) });
      }
      const known = location.fleets.get(fleet);
      if (known) recountFleet(location, known);
      return builder;
    },
    node(instanceId, overrides) {
      const node = { ...plainNode(instanceId), ...overrides };
      location.nodes.set(node.InstanceId, node);
      return builder;
    },
    nodes(count, overrides) {
      for (let index = 0; index < count; index += 1) builder.node(hexId('i', next()), differing(overrides, index));
      return builder;
    },
    ssmSessions({ count = 1, state = 'Active', each, ...same } = {}) {
      for (let index = 0; index < count; index += 1) {
        const plain = plainSsmSession(location, next(), index, state);
        const session = { ...plain, ...same, ...each?.(index) };
        location.ssmSessions.set(session.SessionId, session);
      }
      return builder;
    },
    pool(name, overrides) {
      const pool = { ...plainPool(location, name, next()), ...overrides };
      location.pools.set(pool.PoolId, pool);
      return builder;
    },
    poolSessions({ pool, count = 1, each, ...same }) {
      const id = location.pools.has(pool) ? pool : builder.poolId(pool);
      for (let index = 0; index < count; index += 1)
        location.poolSessions.add({ ...plainPoolSession(next(), id), ...same, ...each?.(index) });
      const known = location.pools.get(id);
      if (known) recountPool(location, known);
      return builder;
    },
    workspaces(count, overrides) {
      for (let index = 0; index < count; index += 1) {
        const { connection, ...members } = differing(overrides, index) ?? {};
        const workspace = { ...plainWorkspace(next()), ...members };
        const id = workspace.WorkspaceId;
        location.workspaces.set(id, workspace);
        if (connection !== null) location.workspaceConnections.set(id, { ...plainConnection(id), ...connection });
      }
      return builder;
    },
    role(arn, externalId) {
      world.externalIds.set(arn, externalId);
      return builder;
    },
    poolId(name) {
      const pool = [...location.pools.values()].find((each) => each.PoolName === name);
      if (!pool) throw new Error(`This world has no pool ${name}.`);
      return pool.PoolId;
    },
  };
  return builder;
}

function differing<Shape>(overrides: Overrides<Shape> | undefined, index: number): Partial<Shape> | undefined {
  return typeof overrides === 'function' ? overrides(index) : overrides;
}
