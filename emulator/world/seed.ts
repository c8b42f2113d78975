import type { Clock } from './clock.ts';
import { createSessionMaker } from './new-sessions.ts';
import { createRandom } from './random.ts';
import { seedFleets } from './seed-fleets.ts';
import { seedNodes } from './seed-nodes.ts';
import { seedPools } from './seed-pools.ts';
import { seedSessions } from './seed-sessions.ts';
import { seedStacks } from './seed-stacks.ts';
import { seedWorkspaces } from './seed-workspaces.ts';
import type { World } from './state.ts';
import { createUsers } from './users.ts';

/** Number of resources. `sessions` counts AppStream, SSM (ended ones included) and pools together. */
export interface WorldSize {
  readonly fleets: number;
  readonly stacks: number;
  readonly sessions: number;
  readonly pools: number;
  readonly nodes: number;
  /** Personal WorkSpaces. */
  readonly workspaces: number;
}

export const defaultSize: WorldSize = { fleets: 12, stacks: 8, sessions: 240, pools: 3, nodes: 30, workspaces: 20 };
export const defaultAccountId = '123456789012';
export const defaultRegion = 'eu-west-1';

export interface SeedOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly accountId?: string;
  readonly region?: string;
  readonly size?: Partial<WorldSize>;
}

/** Fills one AWS location. Deterministic: the same options at the same time give the same world, ids included. */
export function seedWorld(world: World, options: SeedOptions): void {
  const { seed, clock, accountId = defaultAccountId, region = defaultRegion } = options;
  const size = { ...defaultSize, ...options.size };
  const location = world.location(accountId, region);
  const now = clock.now();
  const random = createRandom(seed);
  const users = createUsers(createRandom(seed));
  seedFleets(location, random, size.fleets, now);
  seedStacks(location, random, size.stacks, now);
  seedNodes(location, random, size.nodes, now);
  seedPools(location, random, size.pools, now);
  seedSessions(location, random, createSessionMaker(location, random, users), size.sessions, now);
  // Last, with a generator of its own, so that the number of WorkSpaces does not change the rest of the world.
  seedWorkspaces(location, createRandom(seed + 104_729), users, size.workspaces, now);
}
