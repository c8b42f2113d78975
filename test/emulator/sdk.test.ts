import {
  AssociateFleetCommand,
  CreateFleetCommand,
  DeleteFleetCommand,
  DescribeFleetsCommand,
  DescribeSessionsCommand,
  DescribeStacksCommand,
  DisassociateFleetCommand,
  ExpireSessionCommand,
  ListAssociatedFleetsCommand,
  ListAssociatedStacksCommand,
  StartFleetCommand,
  StopFleetCommand,
  UpdateFleetCommand,
} from '@aws-sdk/client-appstream';
import {
  DescribeWorkspacesPoolSessionsCommand,
  DescribeWorkspacesPoolsCommand,
  type DescribeWorkspacesPoolsCommandInput,
  StartWorkspacesPoolCommand,
  StopWorkspacesPoolCommand,
  TerminateWorkspacesPoolSessionCommand,
} from '@aws-sdk/client-workspaces';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../emulator/world/clock.ts';
import { createSimulation } from '../../emulator/world/simulation.ts';
import { rejectionOf, startTestEmulator } from '../support/emulator.ts';
import { start, uuidOf } from '../support/plain-shapes.ts';
import { buildWorld } from '../support/world.ts';

interface Paged {
  readonly NextToken?: string | undefined;
}

/** Follows NextTokens to the end; the pages. */
async function follow<Page extends Paged>(read: (NextToken: string | undefined) => Promise<Page>): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    pages.push(page);
    token = page.NextToken;
  } while (token);
  return pages;
}

/** Errors by which calls are rejected, in their order. */
async function namesOf(calls: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const rejections = await Promise.all(Object.values(calls).map(rejectionOf));
  return rejections.map(({ name }) => name);
}

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

async function started(built = buildWorld()) {
  const clock = manualClock();
  const simulation = createSimulation(built.world, { seed: 1, clock });
  return { ...(await startTestEmulator({ world: built.world, clock, simulation })), clock, built };
}

describe('AppStream by the SDK', () => {
  test('pages through fleets and stacks', async () => {
    const { appstream } = await started(buildWorld().fleets(60).stacks(30));
    const fleets = await follow((NextToken) => appstream.send(new DescribeFleetsCommand({ NextToken })));
    expect(fleets).toHaveLength(3);
    expect(fleets.flatMap((page) => page.Fleets?.map((fleet) => fleet.Name))).toEqual(numbered('fleet', 60));
    const stacks = await follow((NextToken) => appstream.send(new DescribeStacksCommand({ NextToken })));
    expect(stacks.flatMap((page) => page.Stacks?.map((stack) => stack.Name))).toEqual(numbered('stack', 30));
  });

  test('pages through the sessions of a stack and a fleet', async () => {
    const built = buildWorld().fleet('f').stack('S').associate('S', 'f');
    const { appstream } = await started(built.appStreamSessions({ stack: 'S', fleet: 'f', count: 45 }));
    const input = { StackName: 'S', FleetName: 'f', Limit: 20 };
    const pages = await follow((NextToken) => appstream.send(new DescribeSessionsCommand({ ...input, NextToken })));
    const sessions = pages.flatMap((page) => page.Sessions ?? []);
    expect(pages.map((page) => page.Sessions?.length)).toEqual([20, 20, 5]);
    expect(new Set(sessions.map((session) => session.Id)).size).toBe(45);
    expect(sessions[0]).toMatchObject({ State: 'ACTIVE', StartTime: new Date(start - 600_000) });
  });

  test('makes, changes, starts, stops and deletes a fleet', async () => {
    const { appstream, clock } = await started();
    const Name = 'design';
    const read = async () => (await appstream.send(new DescribeFleetsCommand({ Names: [Name] }))).Fleets?.[0];
    const { Fleet } = await appstream.send(
      new CreateFleetCommand({
        Name,
        InstanceType: 'stream.standard.medium',
        ImageName: 'image-1',
        ComputeCapacity: { DesiredInstances: 2 },
        Tags: { Team: 'design' },
      }),
    );
    expect(Fleet).toMatchObject({ Name, State: 'STOPPED', CreatedTime: new Date(start) });
    await appstream.send(new UpdateFleetCommand({ Name, DisplayName: 'Design' }));
    expect(await read()).toMatchObject({ State: 'STOPPED', DisplayName: 'Design' });
    await appstream.send(new StartFleetCommand({ Name }));
    expect(await read()).toMatchObject({ State: 'STARTING' });
    clock.advance(30 * 60_000);
    expect(await read()).toMatchObject({ State: 'RUNNING', ComputeCapacityStatus: { Desired: 2, Running: 2 } });
    expect((await rejectionOf(appstream.send(new DeleteFleetCommand({ Name })))).name).toBe('ResourceInUseException');
    await appstream.send(new StopFleetCommand({ Name }));
    expect(await read()).toMatchObject({ State: 'STOPPING' });
    clock.advance(30 * 60_000);
    expect(await read()).toMatchObject({ State: 'STOPPED' });
    await appstream.send(new DeleteFleetCommand({ Name }));
    expect((await rejectionOf(read())).name).toBe('ResourceNotFoundException');
  });

  test('ties a fleet to a stack and unties it', async () => {
    const { appstream } = await started(buildWorld().fleet('f').stack('S'));
    const pair = { FleetName: 'f', StackName: 'S' };
    await appstream.send(new AssociateFleetCommand(pair));
    expect((await appstream.send(new ListAssociatedFleetsCommand(pair))).Names).toEqual(['f']);
    expect((await appstream.send(new ListAssociatedStacksCommand(pair))).Names).toEqual(['S']);
    await appstream.send(new DisassociateFleetCommand(pair));
    expect((await appstream.send(new ListAssociatedFleetsCommand(pair))).Names).toEqual([]);
  });

  test('ends a session', async () => {
    const built = buildWorld().fleet('f').stack('S').appStreamSessions({ stack: 'S', fleet: 'f' });
    const { appstream } = await startTestEmulator({ world: built.world });
    const pair = { StackName: 'S', FleetName: 'f' };
    const states = async () =>
      (await appstream.send(new DescribeSessionsCommand(pair))).Sessions?.map((session) => session.State);
    expect(await states()).toEqual(['ACTIVE']);
    await appstream.send(new ExpireSessionCommand({ SessionId: uuidOf(1) }));
    expect(await states()).not.toContain('ACTIVE');
  });

  test('knows rejections by their names', async () => {
    const { appstream } = await started(buildWorld().fleet('f', { State: 'STARTING' }));
    const create = { Name: 'f', InstanceType: 'stream.standard.medium' };
    const rejections = {
      ResourceNotFoundException: appstream.send(new StartFleetCommand({ Name: 'gone' })),
      ResourceAlreadyExistsException: appstream.send(new CreateFleetCommand(create)),
      InvalidParameterCombinationException: appstream.send(new CreateFleetCommand({ ...create, Name: 'g' })),
      ConcurrentModificationException: appstream.send(new UpdateFleetCommand({ Name: 'f', DisplayName: 'F' })),
      ValidationException: appstream.send(new StopFleetCommand({ Name: '' })),
    };
    expect(await namesOf(rejections)).toEqual(Object.keys(rejections));
  });
});

describe('WorkSpaces by the SDK', () => {
  test('pages through pools and their sessions', async () => {
    const built = buildWorld();
    for (const name of numbered('pool', 30)) built.pool(name);
    const { workspaces } = await started(built.poolSessions({ pool: 'pool-3', count: 25 }));
    const pools = await follow((NextToken) => workspaces.send(new DescribeWorkspacesPoolsCommand({ NextToken })));
    expect(pools.map((page) => page.WorkspacesPools?.length)).toEqual([25, 5]);
    expect(pools.flatMap((page) => page.WorkspacesPools?.map((pool) => pool.PoolName))).toEqual(numbered('pool', 30));
    const PoolId = built.poolId('pool-3');
    const sessions = await follow((NextToken) =>
      workspaces.send(new DescribeWorkspacesPoolSessionsCommand({ PoolId, Limit: 10, NextToken })),
    );
    expect(sessions.map((page) => page.Sessions?.length)).toEqual([10, 10, 5]);
    expect(sessions[0]?.Sessions?.[0]).toMatchObject({ PoolId, StartTime: expect.any(Date) });
  });

  test('finds pools by id and by name', async () => {
    const built = buildWorld().pool('Ops').pool('Office').pool('Lab');
    const { workspaces } = await started(built);
    const names = async (input: DescribeWorkspacesPoolsCommandInput) =>
      (await workspaces.send(new DescribeWorkspacesPoolsCommand(input))).WorkspacesPools?.map((pool) => pool.PoolName);
    expect(await names({ PoolIds: [built.poolId('Lab')] })).toEqual(['Lab']);
    expect(await names({ Filters: [{ Name: 'PoolName', Operator: 'CONTAINS', Values: ['Of'] }] })).toEqual(['Office']);
  });

  test('starts and stops a pool', async () => {
    const built = buildWorld().pool('Ops', { State: 'STOPPED', RunningMode: 'AUTO_STOP' });
    const { workspaces, clock } = await started(built);
    const PoolId = built.poolId('Ops');
    const state = async () =>
      (await workspaces.send(new DescribeWorkspacesPoolsCommand({ PoolIds: [PoolId] }))).WorkspacesPools?.[0]?.State;
    await workspaces.send(new StartWorkspacesPoolCommand({ PoolId }));
    expect(await state()).toBe('STARTING');
    clock.advance(60 * 60_000);
    expect(await state()).toBe('RUNNING');
    await workspaces.send(new StopWorkspacesPoolCommand({ PoolId }));
    expect(await state()).toBe('STOPPING');
    clock.advance(60 * 60_000);
    expect(await state()).toBe('STOPPED');
  });

  test('ends a session', async () => {
    const built = buildWorld().pool('Ops').poolSessions({ pool: 'Ops', count: 2 });
    const { workspaces } = await startTestEmulator({ world: built.world });
    const PoolId = built.poolId('Ops');
    const ids = async () =>
      (await workspaces.send(new DescribeWorkspacesPoolSessionsCommand({ PoolId }))).Sessions?.map(
        (each) => each.SessionId,
      );
    const [SessionId, other] = (await ids()) ?? [];
    await workspaces.send(new TerminateWorkspacesPoolSessionCommand({ SessionId }));
    expect(await ids()).toEqual([other]);
    const again = workspaces.send(new TerminateWorkspacesPoolSessionCommand({ SessionId }));
    expect((await rejectionOf(again)).name).toBe('ResourceNotFoundException');
  });

  test('knows rejections by their names', async () => {
    const built = buildWorld().pool('Ops', { State: 'RUNNING' }).pool('Lab', { State: 'STOPPING' });
    const { workspaces } = await startTestEmulator({ world: built.world });
    const PoolId = built.poolId('Ops');
    const rejections = {
      ResourceNotFoundException: workspaces.send(new StopWorkspacesPoolCommand({ PoolId: 'wspool-gone00000' })),
      InvalidResourceStateException: workspaces.send(new StartWorkspacesPoolCommand({ PoolId })),
      OperationInProgressException: workspaces.send(new StartWorkspacesPoolCommand({ PoolId: built.poolId('Lab') })),
      ValidationException: workspaces.send(new StopWorkspacesPoolCommand({ PoolId: 'Ops' })),
      InvalidParameterValuesException: workspaces.send(new DescribeWorkspacesPoolsCommand({ NextToken: 'nonsense' })),
    };
    expect(await namesOf(rejections)).toEqual(Object.keys(rejections));
  });
});
