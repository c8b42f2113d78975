import type { World } from '../../emulator/world/state.ts';
import { buildWorld, type WorldBuilder } from './world.ts';

/** Two accounts, each reached by a role, in two regions: the locations in the order of their keys. */
export const ACCOUNTS = ['111111111111', '222222222222'] as const;
export const REGIONS = ['eu-west-1', 'us-east-1'] as const;
export const PLACES = ACCOUNTS.flatMap((accountId) => REGIONS.map((region) => ({ accountId, region })));

export const roleOf = (accountId: string): string => `arn:aws:iam::${accountId}:role/session-gateway`;

/** `GATEWAY_AWS_ACCOUNTS`, in another order than the keys'. */
export const SCOPES = ACCOUNTS.toReversed().map((accountId) => ({
  roleArn: roleOf(accountId),
  regions: REGIONS.toReversed(),
}));

/** Tags that distinguish the resources of each location: `1-eu`. */
export const tagOf = ({ accountId, region }: { accountId: string; region: string }): string =>
  `${accountId[0]}-${region.slice(0, 2)}`;

/**
 * A world with something of every kind in each of the four locations. The fleet `shared`, the stack `Shared` and the pool
 * `wspool-shared001` are everywhere, and everywhere others; users are named after the location.
 */
export function fourLocations(build: (builder: WorldBuilder, tag: string) => void = () => {}): World {
  const builder = buildWorld();
  for (const location of PLACES) {
    const tag = tagOf(location);
    builder
      .at(location.accountId, location.region)
      .fleet(`fleet-${tag}`)
      .fleet('shared', { Description: tag })
      .stack(`stack-${tag}`)
      .stack('Shared', { Description: tag })
      .associate('Shared', 'shared')
      .appStreamSessions({
        stack: 'Shared',
        fleet: 'shared',
        count: 3,
        each: (index) => ({ UserId: `${tag}-${index}` }),
      })
      .nodes(2)
      .ssmSessions({ count: 2, Reason: tag })
      .pool('Shared', { PoolId: 'wspool-shared001', Description: tag })
      .poolSessions({ pool: 'wspool-shared001', count: 2, each: (index) => ({ UserId: `${tag}-${index}` }) });
    build(builder, tag);
  }
  return builder.world;
}
