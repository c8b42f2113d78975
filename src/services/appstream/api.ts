import {
  AppStreamClient,
  type AppStreamClientConfig,
  AssociateFleetCommand,
  type AssociateFleetCommandInput,
  type AssociateFleetCommandOutput,
  CreateFleetCommand,
  type CreateFleetCommandInput,
  type CreateFleetCommandOutput,
  DeleteFleetCommand,
  type DeleteFleetCommandInput,
  type DeleteFleetCommandOutput,
  DescribeFleetsCommand,
  type DescribeFleetsCommandInput,
  type DescribeFleetsCommandOutput,
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  type DescribeSessionsCommandOutput,
  DescribeStacksCommand,
  type DescribeStacksCommandInput,
  type DescribeStacksCommandOutput,
  DisassociateFleetCommand,
  type DisassociateFleetCommandInput,
  type DisassociateFleetCommandOutput,
  DrainSessionInstanceCommand,
  type DrainSessionInstanceCommandInput,
  type DrainSessionInstanceCommandOutput,
  ExpireSessionCommand,
  type ExpireSessionCommandInput,
  type ExpireSessionCommandOutput,
  ListAssociatedFleetsCommand,
  type ListAssociatedFleetsCommandInput,
  type ListAssociatedFleetsCommandOutput,
  ListAssociatedStacksCommand,
  type ListAssociatedStacksCommandInput,
  type ListAssociatedStacksCommandOutput,
  StartFleetCommand,
  type StartFleetCommandInput,
  type StartFleetCommandOutput,
  StopFleetCommand,
  type StopFleetCommandInput,
  type StopFleetCommandOutput,
  UpdateFleetCommand,
  type UpdateFleetCommandInput,
  type UpdateFleetCommandOutput,
} from '@aws-sdk/client-appstream';
import type { AwsClient } from '../../aws/client.ts';
import { conformAnswers } from '../../aws/conform-answer.ts';
import type { Log } from '../../log.ts';
import { LISTINGS } from './listings.ts';

/** The commands of AppStream that the gateway uses, each one AWS call. */
export interface AppStreamApi {
  describeFleets(input: DescribeFleetsCommandInput, resumes?: boolean): Promise<DescribeFleetsCommandOutput>;
  describeStacks(input: DescribeStacksCommandInput, resumes?: boolean): Promise<DescribeStacksCommandOutput>;
  describeSessions(input: DescribeSessionsCommandInput, resumes?: boolean): Promise<DescribeSessionsCommandOutput>;
  listAssociatedFleets(
    input: ListAssociatedFleetsCommandInput,
    resumes?: boolean,
  ): Promise<ListAssociatedFleetsCommandOutput>;
  listAssociatedStacks(
    input: ListAssociatedStacksCommandInput,
    resumes?: boolean,
  ): Promise<ListAssociatedStacksCommandOutput>;
  createFleet(input: CreateFleetCommandInput): Promise<CreateFleetCommandOutput>;
  updateFleet(input: UpdateFleetCommandInput): Promise<UpdateFleetCommandOutput>;
  startFleet(input: StartFleetCommandInput): Promise<StartFleetCommandOutput>;
  stopFleet(input: StopFleetCommandInput): Promise<StopFleetCommandOutput>;
  deleteFleet(input: DeleteFleetCommandInput): Promise<DeleteFleetCommandOutput>;
  associateFleet(input: AssociateFleetCommandInput): Promise<AssociateFleetCommandOutput>;
  disassociateFleet(input: DisassociateFleetCommandInput): Promise<DisassociateFleetCommandOutput>;
  expireSession(input: ExpireSessionCommandInput, onSend?: () => void): Promise<ExpireSessionCommandOutput>;
  drainSessionInstance(input: DrainSessionInstanceCommandInput): Promise<DrainSessionInstanceCommandOutput>;
  refresh: AwsClient['refresh'];
}

/** A state that changes by itself. One that is newer than this build may. */
function isTransitional(state: string | undefined): boolean {
  return state !== undefined && state !== 'RUNNING' && state !== 'STOPPED';
}

/** What is left out of AWS's answers is logged. */
export function appStreamClient(config: AppStreamClientConfig, log?: Log): AppStreamClient {
  const client = new AppStreamClient(config);
  client.middlewareStack.add(conformAnswers('appstream', LISTINGS, log), {
    step: 'initialize',
    name: 'conformAnswers',
  });
  return client;
}

export function appStreamApi(client: AppStreamClient, { read, write, refresh }: AwsClient): AppStreamApi {
  return {
    describeFleets: (input, resumes) =>
      read(
        {
          operation: 'DescribeFleets',
          input,
          resumes,
          kind: 'fleets',
          isList: !input.Names,
          isTransitional: ({ Fleets = [] }) => Fleets.some(({ State }) => isTransitional(State)),
        },
        (abortSignal) => client.send(new DescribeFleetsCommand(input), { abortSignal }),
      ),
    describeStacks: (input, resumes) =>
      read({ operation: 'DescribeStacks', input, resumes, kind: 'stacks', isList: !input.Names }, (abortSignal) =>
        client.send(new DescribeStacksCommand(input), { abortSignal }),
      ),
    describeSessions: (input, resumes) =>
      read({ operation: 'DescribeSessions', input, resumes, kind: 'sessions', isList: true }, (abortSignal) =>
        client.send(new DescribeSessionsCommand(input), { abortSignal }),
      ),
    listAssociatedFleets: (input, resumes) =>
      read({ operation: 'ListAssociatedFleets', input, resumes, kind: 'associations', isList: true }, (abortSignal) =>
        client.send(new ListAssociatedFleetsCommand(input), { abortSignal }),
      ),
    listAssociatedStacks: (input, resumes) =>
      read({ operation: 'ListAssociatedStacks', input, resumes, kind: 'associations', isList: true }, (abortSignal) =>
        client.send(new ListAssociatedStacksCommand(input), { abortSignal }),
      ),
    // Repeatable is what AWS answers the second time as it did the first; a fleet is created and deleted once.
    createFleet: (input) =>
      write({ operation: 'CreateFleet', input, changes: ['fleets'], isIdempotent: false }, (abortSignal) =>
        client.send(new CreateFleetCommand(input), { abortSignal }),
      ),
    updateFleet: (input) =>
      write({ operation: 'UpdateFleet', input, changes: ['fleets'], isIdempotent: true }, (abortSignal) =>
        client.send(new UpdateFleetCommand(input), { abortSignal }),
      ),
    startFleet: (input) =>
      write({ operation: 'StartFleet', input, changes: ['fleets'], isIdempotent: false }, (abortSignal) =>
        client.send(new StartFleetCommand(input), { abortSignal }),
      ),
    stopFleet: (input) =>
      write({ operation: 'StopFleet', input, changes: ['fleets', 'sessions'], isIdempotent: true }, (abortSignal) =>
        client.send(new StopFleetCommand(input), { abortSignal }),
      ),
    deleteFleet: (input) =>
      write({ operation: 'DeleteFleet', input, changes: ['fleets', 'sessions'], isIdempotent: false }, (abortSignal) =>
        client.send(new DeleteFleetCommand(input), { abortSignal }),
      ),
    associateFleet: (input) =>
      write({ operation: 'AssociateFleet', input, changes: ['associations'], isIdempotent: true }, (abortSignal) =>
        client.send(new AssociateFleetCommand(input), { abortSignal }),
      ),
    disassociateFleet: (input) =>
      write(
        { operation: 'DisassociateFleet', input, changes: ['associations', 'sessions'], isIdempotent: false },
        (abortSignal) => client.send(new DisassociateFleetCommand(input), { abortSignal }),
      ),
    // A session that ends gives its instance back, and one that drains takes its instance out of its fleet's capacity.
    expireSession: (input, onSend) =>
      write(
        { operation: 'ExpireSession', input, changes: ['sessions', 'fleets'], isIdempotent: true, onSend },
        (abortSignal) => client.send(new ExpireSessionCommand(input), { abortSignal }),
      ),
    drainSessionInstance: (input) =>
      write(
        { operation: 'DrainSessionInstance', input, changes: ['sessions', 'fleets'], isIdempotent: true },
        (abortSignal) => client.send(new DrainSessionInstanceCommand(input), { abortSignal }),
      ),
    refresh,
  };
}
