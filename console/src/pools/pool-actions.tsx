import { graphql } from 'react-relay/hooks';
import type { poolActionsStartMutation } from '../__generated__/poolActionsStartMutation.graphql.ts';
import type { poolActionsStopMutation } from '../__generated__/poolActionsStopMutation.graphql.ts';
import { type Startable, StartOrStop } from '../actions/start-or-stop.tsx';
import { useMay } from '../app/caller-context.ts';
import { commit } from '../relay/commit.ts';
import type { Pool } from './pool-columns.tsx';

const START = graphql`
  mutation poolActionsStartMutation($input: StartPoolInput!) {
    startPool(input: $input) {
      pool {
        id
        state
      }
      userErrors {
        message
      }
    }
  }
`;

const STOP = graphql`
  mutation poolActionsStopMutation($input: StopPoolInput!) {
    stopPool(input: $input) {
      pool {
        id
        state
      }
      userErrors {
        message
      }
    }
  }
`;

/** Starts and stops pools whose running mode is `AUTO_STOP`: AWS takes no others. Nothing for callers who may not. */
export function PoolActions({ pool, done }: { readonly pool: Pool | null; readonly done: () => void }) {
  if (!useMay('pools:write')) return null;
  return <StartOrStop target={pool && startable(pool)} done={done} />;
}

function startable({ poolId, poolName, state, location, capacityStatus }: Pool): Startable {
  const variables = { input: { poolId, region: location.region, accountId: location.accountId } };
  return {
    kind: 'pool',
    name: poolName ?? poolId,
    state,
    sessions: capacityStatus?.activeUserSessions ?? 0,
    start: async (to) => (await commit<poolActionsStartMutation>(to, START, variables)).startPool.userErrors,
    stop: async (to) => (await commit<poolActionsStopMutation>(to, STOP, variables)).stopPool.userErrors,
  };
}
