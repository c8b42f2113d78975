import {
  AppStreamClient,
  type AppStreamClientConfig,
  DescribeFleetsCommand,
  type DescribeFleetsCommandInput,
  type DescribeFleetsCommandOutput,
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  type DescribeSessionsCommandOutput,
  DescribeStacksCommand,
  type DescribeStacksCommandInput,
  type DescribeStacksCommandOutput,
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
} from '@aws-sdk/client-appstream';
import type { Passage } from '../../aws/call.ts';

/** The commands of AppStream that the gateway uses, each one AWS call. */
export interface AppStreamApi {
  describeFleets(input: DescribeFleetsCommandInput): Promise<DescribeFleetsCommandOutput>;
  describeStacks(input: DescribeStacksCommandInput): Promise<DescribeStacksCommandOutput>;
  describeSessions(input: DescribeSessionsCommandInput): Promise<DescribeSessionsCommandOutput>;
  listAssociatedFleets(input: ListAssociatedFleetsCommandInput): Promise<ListAssociatedFleetsCommandOutput>;
  listAssociatedStacks(input: ListAssociatedStacksCommandInput): Promise<ListAssociatedStacksCommandOutput>;
  expireSession(input: ExpireSessionCommandInput): Promise<ExpireSessionCommandOutput>;
  drainSessionInstance(input: DrainSessionInstanceCommandInput): Promise<DrainSessionInstanceCommandOutput>;
  forget: Passage['forget'];
}

export function appStreamClient(config: AppStreamClientConfig): AppStreamClient {
  return new AppStreamClient(config);
}

export function appStreamApi(client: AppStreamClient, { read, write, forget }: Passage): AppStreamApi {
  return {
    describeFleets: (input) =>
      read({ operation: 'DescribeFleets', input, kind: 'fleets', isList: !input.Names }, (abortSignal) =>
        client.send(new DescribeFleetsCommand(input), { abortSignal }),
      ),
    describeStacks: (input) =>
      read({ operation: 'DescribeStacks', input, kind: 'stacks', isList: !input.Names }, (abortSignal) =>
        client.send(new DescribeStacksCommand(input), { abortSignal }),
      ),
    describeSessions: (input) =>
      read({ operation: 'DescribeSessions', input, kind: 'sessions', isList: true }, (abortSignal) =>
        client.send(new DescribeSessionsCommand(input), { abortSignal }),
      ),
    listAssociatedFleets: (input) =>
      read({ operation: 'ListAssociatedFleets', input, kind: 'associations', isList: true }, (abortSignal) =>
        client.send(new ListAssociatedFleetsCommand(input), { abortSignal }),
      ),
    listAssociatedStacks: (input) =>
      read({ operation: 'ListAssociatedStacks', input, kind: 'associations', isList: true }, (abortSignal) =>
        client.send(new ListAssociatedStacksCommand(input), { abortSignal }),
      ),
    // A session that ends gives its instance back, and one that drains takes its instance out of its fleet's capacity.
    expireSession: (input) =>
      write({ operation: 'ExpireSession', input, changes: ['sessions', 'fleets'], isRepeatable: true }, (abortSignal) =>
        client.send(new ExpireSessionCommand(input), { abortSignal }),
      ),
    drainSessionInstance: (input) =>
      write(
        { operation: 'DrainSessionInstance', input, changes: ['sessions', 'fleets'], isRepeatable: true },
        (abortSignal) => client.send(new DrainSessionInstanceCommand(input), { abortSignal }),
      ),
    forget,
  };
}
