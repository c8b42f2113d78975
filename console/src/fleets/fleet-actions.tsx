import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useState } from 'react';
import { graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { fleetActionsStartMutation } from '../__generated__/fleetActionsStartMutation.graphql.ts';
import type { fleetActionsStopMutation } from '../__generated__/fleetActionsStopMutation.graphql.ts';
import { Confirm } from '../actions/confirm.tsx';
import { useMay } from '../app/caller-context.ts';
import { commit, problemOf } from '../relay/commit.ts';
import type { Fleet } from './fleet-columns.tsx';

const CreateFleet = lazy(async () => ({ default: (await import('./create-fleet.tsx')).CreateFleet }));

/** Starts, stops and creates fleets; nothing for callers who may not. */
export function FleetActions({ fleet, done }: { readonly fleet: Fleet | null; readonly done: () => void }) {
  const mayWrite = useMay('fleets:write');
  const [open, setOpen] = useState<'start' | 'stop' | 'create' | null>(null);
  if (!mayWrite) return null;
  const close = () => {
    setOpen(null);
    done();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={fleet?.state !== 'STOPPED'} onClick={() => setOpen('start')}>
        Start
      </Button>
      <Button disabled={fleet?.state !== 'RUNNING'} onClick={() => setOpen('stop')}>
        Stop
      </Button>
      <Button variant="primary" onClick={() => setOpen('create')}>
        Create fleet
      </Button>
      {open === 'create' && (
        <Suspense>
          <CreateFleet close={close} />
        </Suspense>
      )}
      {(open === 'start' || open === 'stop') && fleet && (
        <StartOrStop fleet={fleet} stops={open === 'stop'} close={close} />
      )}
    </SpaceBetween>
  );
}

function StartOrStop({
  fleet,
  stops,
  close,
}: {
  readonly fleet: Fleet;
  readonly stops: boolean;
  readonly close: () => void;
}) {
  const environment = useRelayEnvironment();
  const { name, location } = fleet;
  const input = { name, region: location.region, accountId: location.accountId };
  const inUse = fleet.computeCapacityStatus?.activeUserSessions ?? fleet.computeCapacityStatus?.inUse ?? 0;
  const run = async () => {
    if (!stops) {
      const { startFleet } = await commit<fleetActionsStartMutation>(environment, START, { input });
      return problemOf(startFleet.userErrors);
    }
    const { stopFleet } = await commit<fleetActionsStopMutation>(environment, STOP, { input });
    return problemOf(stopFleet.userErrors);
  };
  return (
    <Confirm
      title={`${stops ? 'Stop' : 'Start'} ${name}`}
      action={stops ? 'Stop fleet' : 'Start fleet'}
      run={run}
      close={close}
    >
      {stops
        ? `${inUse} ${inUse === 1 ? 'session ends' : 'sessions end'} at once, and unsaved work is lost. The fleet takes no sessions until it is started.`
        : 'The fleet takes sessions once it is running. Running instances cost money.'}
    </Confirm>
  );
}

const START = graphql`
  mutation fleetActionsStartMutation($input: StartFleetInput!) {
    startFleet(input: $input) {
      fleet {
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
  mutation fleetActionsStopMutation($input: StopFleetInput!) {
    stopFleet(input: $input) {
      fleet {
        id
        state
      }
      userErrors {
        message
      }
    }
  }
`;
