import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { poolActionsStartMutation } from '../__generated__/poolActionsStartMutation.graphql.ts';
import type { poolActionsStopMutation } from '../__generated__/poolActionsStopMutation.graphql.ts';
import { Confirm } from '../actions/confirm.tsx';
import { useMay } from '../app/caller-context.ts';
import { commit, problemOf } from '../relay/commit.ts';
import type { Pool } from './pool-columns.tsx';

/** Starts and stops pools whose running mode is `AUTO_STOP`: AWS takes no others. Nothing for callers who may not. */
export function PoolActions({ pool, done }: { readonly pool: Pool | null; readonly done: () => void }) {
  const mayWrite = useMay('pools:write');
  const [open, setOpen] = useState<'start' | 'stop' | null>(null);
  if (!mayWrite) return null;
  const close = () => {
    setOpen(null);
    done();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={pool?.state !== 'STOPPED'} onClick={() => setOpen('start')}>
        Start
      </Button>
      <Button disabled={pool?.state !== 'RUNNING'} onClick={() => setOpen('stop')}>
        Stop
      </Button>
      {open && pool && <StartOrStop pool={pool} stops={open === 'stop'} close={close} />}
    </SpaceBetween>
  );
}

function StartOrStop({
  pool,
  stops,
  close,
}: {
  readonly pool: Pool;
  readonly stops: boolean;
  readonly close: () => void;
}) {
  const environment = useRelayEnvironment();
  const { poolId, location } = pool;
  const input = { poolId, region: location.region, accountId: location.accountId };
  const inUse = pool.capacityStatus?.activeUserSessions ?? 0;
  const run = async () => {
    if (!stops) {
      const { startPool } = await commit<poolActionsStartMutation>(environment, START, { input });
      return problemOf(startPool.userErrors);
    }
    const { stopPool } = await commit<poolActionsStopMutation>(environment, STOP, { input });
    return problemOf(stopPool.userErrors);
  };
  return (
    <Confirm
      title={`${stops ? 'Stop' : 'Start'} ${pool.poolName ?? poolId}`}
      action={stops ? 'Stop pool' : 'Start pool'}
      run={run}
      close={close}
    >
      {stops
        ? `${inUse} ${inUse === 1 ? 'session ends' : 'sessions end'} at once, and unsaved work is lost. The pool takes no sessions until it is started.`
        : 'The pool takes sessions once it is running. Running desktops cost money.'}
    </Confirm>
  );
}

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
