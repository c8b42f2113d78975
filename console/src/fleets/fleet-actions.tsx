import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useState } from 'react';
import { graphql } from 'react-relay/hooks';
import type { fleetActionsStartMutation } from '../__generated__/fleetActionsStartMutation.graphql.ts';
import type { fleetActionsStopMutation } from '../__generated__/fleetActionsStopMutation.graphql.ts';
import { type Startable, StartOrStop } from '../actions/start-or-stop.tsx';
import { useMay } from '../app/caller-context.ts';
import { commit } from '../relay/commit.ts';
import type { Fleet } from './fleet-columns.tsx';

const CreateFleet = lazy(async () => ({ default: (await import('./create-fleet.tsx')).CreateFleet }));

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

/** Starts, stops and creates fleets; nothing for callers who may not. */
export function FleetActions({ fleet, done }: { readonly fleet: Fleet | null; readonly done: () => void }) {
  const mayWrite = useMay('fleets:write');
  const [isCreating, setIsCreating] = useState(false);
  if (!mayWrite) return null;
  const close = () => {
    setIsCreating(false);
    done();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <StartOrStop target={fleet && startable(fleet)} done={done} />
      <Button variant="primary" onClick={() => setIsCreating(true)}>
        Create fleet
      </Button>
      {isCreating && (
        <Suspense>
          <CreateFleet close={close} />
        </Suspense>
      )}
    </SpaceBetween>
  );
}

function startable({ name, state, location, computeCapacityStatus: capacity }: Fleet): Startable {
  const variables = { input: { name, region: location.region, accountId: location.accountId } };
  return {
    kind: 'fleet',
    name,
    state,
    sessions: capacity?.activeUserSessions ?? capacity?.inUse ?? 0,
    start: async (to) => (await commit<fleetActionsStartMutation>(to, START, variables)).startFleet.userErrors,
    stop: async (to) => (await commit<fleetActionsStopMutation>(to, STOP, variables)).stopFleet.userErrors,
  };
}
