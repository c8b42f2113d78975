import {
  AppStreamClient,
  type AppStreamClientConfig,
  AssociateFleetCommand,
  CreateFleetCommand,
  DeleteFleetCommand,
  DescribeFleetsCommand,
  DescribeSessionsCommand,
  DescribeStacksCommand,
  DisassociateFleetCommand,
  DrainSessionInstanceCommand,
  ExpireSessionCommand,
  ListAssociatedFleetsCommand,
  ListAssociatedStacksCommand,
  StartFleetCommand,
  StopFleetCommand,
  UpdateFleetCommand,
} from '@aws-sdk/client-appstream';
import type { AwsClient } from '../../aws/client.ts';
import type { ServiceContext } from '../aws-service.ts';
import { commands } from '../commands.ts';
import { isTransitional } from '../is-transitional.ts';

/** Operations of AppStream, one AWS call each. */
export type AppStreamApi = ReturnType<typeof appStreamApi>;

/** AppStream of one location, for one request. */
export type AppStreamContext = ServiceContext<AppStreamApi>;

export function appStreamClient(config: AppStreamClientConfig): AppStreamClient {
  return new AppStreamClient(config);
}

export function appStreamApi(client: AppStreamClient, aws: AwsClient) {
  const { read, write } = commands(client, aws);
  return {
    describeFleets: read(DescribeFleetsCommand, {
      kind: 'fleets',
      isList: ({ Names }) => !Names,
      isTransitional: ({ Fleets = [] }) => Fleets.some(({ State }) => isTransitional(State)),
    }),
    describeStacks: read(DescribeStacksCommand, { kind: 'stacks', isList: ({ Names }) => !Names }),
    describeSessions: read(DescribeSessionsCommand, { kind: 'sessions' }),
    listAssociatedFleets: read(ListAssociatedFleetsCommand, { kind: 'associations' }),
    listAssociatedStacks: read(ListAssociatedStacksCommand, { kind: 'associations' }),
    // Idempotent: AWS returns the same for a repeated call. A repeated CreateFleet or DeleteFleet is an error.
    createFleet: write(CreateFleetCommand, { changes: ['fleets'], isIdempotent: false }), // F-25
    updateFleet: write(UpdateFleetCommand, { changes: ['fleets'], isIdempotent: true }),
    startFleet: write(StartFleetCommand, { changes: ['fleets'], isIdempotent: false }),
    stopFleet: write(StopFleetCommand, { changes: ['fleets', 'sessions'], isIdempotent: true }),
    deleteFleet: write(DeleteFleetCommand, { changes: ['fleets', 'sessions'], isIdempotent: false }),
    associateFleet: write(AssociateFleetCommand, { changes: ['associations'], isIdempotent: true }),
    disassociateFleet: write(DisassociateFleetCommand, { changes: ['associations', 'sessions'], isIdempotent: false }),
    // Both change the available capacity of the fleet.
    expireSession: write(ExpireSessionCommand, { changes: ['sessions', 'fleets'], isIdempotent: true }), // F-27, F-30
    drainSessionInstance: write(DrainSessionInstanceCommand, { changes: ['sessions', 'fleets'], isIdempotent: true }),
    refresh: aws.refresh,
    missing: aws.missing,
  };
}
