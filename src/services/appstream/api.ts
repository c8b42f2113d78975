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
}

export function appStreamClient(config: AppStreamClientConfig): AppStreamClient {
  return new AppStreamClient(config);
}

export function appStreamApi(client: AppStreamClient, { read }: Passage): AppStreamApi {
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
  };
}
