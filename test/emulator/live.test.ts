import {
  AppStreamClient,
  DescribeFleetsCommand,
  DescribeStacksCommand,
  DescribeSessionsCommand as DescribeStreamingSessionsCommand,
  ListAssociatedFleetsCommand,
  ListAssociatedStacksCommand,
} from '@aws-sdk/client-appstream';
import {
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  DescribeWorkspacesCommand,
  DescribeWorkspacesConnectionStatusCommand,
  DescribeWorkspacesPoolSessionsCommand,
  DescribeWorkspacesPoolsCommand,
  WorkSpacesClient,
} from '@aws-sdk/client-workspaces';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { manualClock } from '../../emulator/world/clock.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { rejectionOf, type SdkClients } from '../support/emulator.ts';
import { testRegion } from '../support/world.ts';

/**
 * Read-only statements about AWS that the emulator was written by. They always run against the emulator; with `LIVE=1` also
 * against the account and region of the SDK's own configuration (`AWS_PROFILE`, `AWS_REGION` …). They change nothing and
 * need permission for the Describe*, List* and GetCallerIdentity calls below.
 */
const isLive = process.env.LIVE === '1';
if (!isLive) process.stdout.write('LIVE=1 is not set: statements about AWS are tested against the emulator only.\n');

const UNKNOWN = 'no-such-name-in-any-account';
const GARBLED = 'garbled-token';

interface Paged {
  readonly NextToken?: string | undefined;
}

/** Follows NextTokens, at most ten pages of a live account. */
async function pagesOf<Page extends Paged>(read: (NextToken: string | undefined) => Promise<Page>): Promise<Page[]> {
  const pages = [await read(undefined)];
  while (pages.at(-1)?.NextToken && pages.length < 10) pages.push(await read(pages.at(-1)?.NextToken));
  return pages;
}

async function errorOf(call: Promise<unknown>): Promise<string> {
  return (await rejectionOf(call)).name;
}

let emulator: Emulator;

beforeAll(async () => {
  const [world, clock] = [createWorld(), manualClock()];
  seedWorld(world, { seed: 1, clock });
  emulator = await startEmulator({ world, clock });
});
afterAll(() => emulator.close());

const TARGETS: Readonly<Record<string, () => object>> = {
  'The emulator': () => ({
    endpoint: emulator.endpoint,
    region: testRegion,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
  }),
  ...(isLive && { AWS: () => ({}) }),
};

describe.each(Object.entries(TARGETS))('%s', (_name, configOf) => {
  let aws: SdkClients;
  beforeAll(() => {
    const config = configOf();
    aws = {
      appstream: new AppStreamClient(config),
      ssm: new SSMClient(config),
      workspaces: new WorkSpacesClient(config),
      sts: new STSClient(config),
    };
  });
  afterAll(() => {
    for (const client of Object.values(aws)) client.destroy();
  });

  test('names the account of the caller (F-43)', async () => {
    expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: expect.stringMatching(/^\d{12}$/),
      Arn: expect.stringMatching(/^arn:aws/),
    });
  });

  describe('AppStream', () => {
    test('lists fleets with name, ARN, state and capacity, once each, and one by its name', async () => {
      const pages = await pagesOf((NextToken) => aws.appstream.send(new DescribeFleetsCommand({ NextToken })));
      const fleets = pages.flatMap(({ Fleets = [] }) => Fleets);
      expect(new Set(fleets.map(({ Name }) => Name)).size).toBe(fleets.length);
      for (const fleet of fleets)
        expect(fleet).toMatchObject({
          Name: expect.any(String),
          Arn: expect.stringContaining(`:fleet/${fleet.Name}`),
          State: expect.stringMatching(/^(?:STARTING|RUNNING|STOPPING|STOPPED)$/),
          ComputeCapacityStatus: { Desired: expect.any(Number) },
        });
      for (const { Name = '' } of fleets.slice(0, 1)) {
        const { Fleets } = await aws.appstream.send(new DescribeFleetsCommand({ Names: [Name] }));
        expect(Fleets?.map((fleet) => fleet.Name)).toEqual([Name]);
      }
    });

    test('fails a batch for one unknown name (F-04)', async () => {
      expect(await errorOf(aws.appstream.send(new DescribeFleetsCommand({ Names: [UNKNOWN] })))).toBe(
        'ResourceNotFoundException',
      );
      expect(await errorOf(aws.appstream.send(new DescribeStacksCommand({ Names: [UNKNOWN] })))).toBe(
        'ResourceNotFoundException',
      );
    });

    test('lists associations alike from both sides', async () => {
      const { Stacks = [] } = await aws.appstream.send(new DescribeStacksCommand({}));
      for (const { Name = '' } of Stacks.slice(0, 5)) {
        const { Names = [] } = await aws.appstream.send(new ListAssociatedFleetsCommand({ StackName: Name }));
        for (const FleetName of Names) {
          const stacks = await aws.appstream.send(new ListAssociatedStacksCommand({ FleetName }));
          expect(stacks.Names).toContain(Name);
        }
      }
    });

    test('lists at most 50 sessions a page (F-01), of API users without a type (F-02)', async () => {
      const send = (input: object) =>
        aws.appstream.send(new DescribeStreamingSessionsCommand({ StackName: UNKNOWN, FleetName: UNKNOWN, ...input }));
      expect(await errorOf(send({ Limit: 51 }))).not.toBe('ok');
      expect(await errorOf(send({ Limit: 50 }))).toMatch(/^(?:ok|ResourceNotFoundException)$/);
      const { Stacks = [] } = await aws.appstream.send(new DescribeStacksCommand({}));
      for (const { Name: StackName = '' } of Stacks.slice(0, 5)) {
        const { Names = [] } = await aws.appstream.send(new ListAssociatedFleetsCommand({ StackName }));
        for (const FleetName of Names) {
          const { Sessions = [] } = await send({ StackName, FleetName, Limit: 50 });
          expect(Sessions.filter(({ AuthenticationType: type }) => type && type !== 'API')).toEqual([]);
        }
      }
    });

    test('rejects a user id without an authentication type (F-03)', async () => {
      const input = { StackName: UNKNOWN, FleetName: UNKNOWN, UserId: 'alice' };
      expect(await errorOf(aws.appstream.send(new DescribeStreamingSessionsCommand(input)))).toBe(
        'InvalidParameterCombinationException',
      );
    });

    test('rejects a token that it did not issue (F-15)', async () => {
      const { name, status } = await rejectionOf(aws.appstream.send(new DescribeFleetsCommand({ NextToken: GARBLED })));
      expect([name, status]).toEqual([expect.not.stringMatching(/^ok$/), 400]);
    });
  });

  describe('SSM', () => {
    const sessions = (input: Partial<DescribeSessionsCommandInput>) =>
      aws.ssm.send(new DescribeSessionsCommand(input as DescribeSessionsCommandInput));

    test.each(['Active', 'History'] as const)('pages through %s sessions, each once', async (State) => {
      const pages = await pagesOf((NextToken) => sessions({ State, MaxResults: 10, NextToken }));
      const ids = pages.flatMap(({ Sessions = [] }) => Sessions.map(({ SessionId }) => SessionId));
      expect(new Set(ids).size).toBe(ids.length);
      for (const { Sessions = [] } of pages) expect(Sessions.length).toBeLessThanOrEqual(10);
    });

    test('needs a state, and takes 1 to 200 sessions a page (F-07)', async () => {
      expect(await errorOf(sessions({}))).toBe('ValidationException');
      expect(await errorOf(sessions({ State: 'Active', MaxResults: 200 }))).toBe('ok');
      expect(await rejectionOf(sessions({ State: 'Active', MaxResults: 201 }))).toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Member must have value less than or equal to 200'),
      });
    });

    test('rejects a token that it did not issue (F-15)', async () => {
      expect(await errorOf(sessions({ State: 'Active', NextToken: GARBLED }))).toBe('InvalidNextToken');
    });

    test('lists 5 to 50 nodes a page (F-34), and fails for an unknown instance id (F-05)', async () => {
      const nodes = (input: object) => aws.ssm.send(new DescribeInstanceInformationCommand(input));
      expect(await errorOf(nodes({ MaxResults: 4 }))).toBe('ValidationException');
      expect(await errorOf(nodes({ MaxResults: 51 }))).toBe('ValidationException');
      const { InstanceInformationList = [] } = await nodes({ MaxResults: 5 });
      expect(InstanceInformationList.length).toBeLessThanOrEqual(5);
      const Filters = [{ Key: 'InstanceIds', Values: ['i-00000000000000000'] }];
      expect(await errorOf(nodes({ Filters }))).toBe('InvalidInstanceId');
    });
  });

  describe('WorkSpaces', () => {
    test('lists at most 25 pools a page (F-13)', async () => {
      const pools = (Limit: number) => aws.workspaces.send(new DescribeWorkspacesPoolsCommand({ Limit }));
      expect(await errorOf(pools(26))).toBe('ValidationException');
      for (const pool of (await pools(25)).WorkspacesPools ?? [])
        expect(pool).toMatchObject({ PoolId: expect.stringMatching(/^wspool-/), State: expect.any(String) });
    });

    test('fails for an unknown pool (F-04), and takes 50 sessions a page at most (F-13)', async () => {
      const PoolId = 'wspool-000000000';
      expect(await errorOf(aws.workspaces.send(new DescribeWorkspacesPoolsCommand({ PoolIds: [PoolId] })))).toBe(
        'ResourceNotFoundException',
      );
      const sessions = (Limit: number) =>
        aws.workspaces.send(new DescribeWorkspacesPoolSessionsCommand({ PoolId, Limit }));
      expect(await errorOf(sessions(50))).toBe('ResourceNotFoundException');
      expect(await errorOf(sessions(51))).toBe('ValidationException');
    });

    test('omits unknown WorkSpaces, at most 25 ids a call (F-35, F-36)', async () => {
      const ids = (count: number) =>
        Array.from({ length: count }, (_, index) => `ws-${String(index).padStart(9, '0')}`);
      const known = await aws.workspaces.send(new DescribeWorkspacesCommand({ WorkspaceIds: ids(25) }));
      expect(known.Workspaces ?? []).toEqual([]);
      const states = await aws.workspaces.send(
        new DescribeWorkspacesConnectionStatusCommand({ WorkspaceIds: ids(25) }),
      );
      expect(states.WorkspacesConnectionStatus ?? []).toEqual([]);
      expect(await errorOf(aws.workspaces.send(new DescribeWorkspacesCommand({ WorkspaceIds: ids(26) })))).toBe(
        'ValidationException',
      );
    });

    test('takes a user name only with its directory (F-35)', async () => {
      const send = aws.workspaces.send(new DescribeWorkspacesCommand({ UserName: 'alice' }));
      expect(await errorOf(send)).toBe('InvalidParameterValuesException');
    });
  });
});
