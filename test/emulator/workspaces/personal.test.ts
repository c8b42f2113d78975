import { describe, expect, test } from 'vitest';
import { describeWorkspaces } from '../../../emulator/workspaces/describe-workspaces.ts';
import { describeWorkspacesConnectionStatus } from '../../../emulator/workspaces/describe-workspaces-connection-status.ts';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld } from '../../../emulator/world/seed.ts';
import { createSimulation } from '../../../emulator/world/simulation.ts';
import type { Workspace, WorkspaceConnectionStatus } from '../../../emulator/world/state.ts';
import { createWorld } from '../../../emulator/world/world.ts';
import { outcome, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const ids = (answer: Record<string, unknown>, list: string) =>
  (answer[list] as readonly (Workspace | WorkspaceConnectionStatus)[]).map(({ WorkspaceId }) => WorkspaceId);

describe('DescribeWorkspaces', () => {
  const built = () => buildWorld().workspaces(60, (index) => ({ DirectoryId: `d-000000000${index % 2}` }));
  const listed = (input: Record<string, unknown>) => ids(run(built(), describeWorkspaces, input), 'Workspaces');

  test('lists 25 a page, in one order', () => {
    const world = built();
    const first = run(world, describeWorkspaces);
    expect(ids(first, 'Workspaces')).toHaveLength(25);
    const second = run(world, describeWorkspaces, { NextToken: first.NextToken });
    expect(ids(second, 'Workspaces')[0]).toBe('ws-000000026');
  });

  test('leaves ids out that name no WorkSpace', () => {
    expect(listed({ WorkspaceIds: ['ws-000000002', 'ws-zzzzzzzzz', 'ws-000000001'] })).toEqual([
      'ws-000000001',
      'ws-000000002',
    ]);
  });

  test('filters by directory, and by a user of it', () => {
    expect(listed({ DirectoryId: 'd-0000000001' })).toHaveLength(25);
    expect(listed({ DirectoryId: 'd-0000000001', UserName: 'user-2' })).toEqual(['ws-000000002']);
  });

  test('rejects filters that AWS does not combine, and a user without a directory', () => {
    const rejected = 'InvalidParameterValuesException';
    expect(outcome(built(), describeWorkspaces, { UserName: 'user-2' })).toBe(rejected);
    const both = { WorkspaceIds: ['ws-000000001'], DirectoryId: 'd-0000000001' };
    expect(outcome(built(), describeWorkspaces, both)).toBe(rejected);
  });
});

describe('DescribeWorkspacesConnectionStatus', () => {
  test('lists the status of all WorkSpaces 25 a page, or of ids', () => {
    const world = buildWorld().workspaces(30);
    const first = run(world, describeWorkspacesConnectionStatus);
    expect(ids(first, 'WorkspacesConnectionStatus')).toHaveLength(25);
    const some = run(world, describeWorkspacesConnectionStatus, { WorkspaceIds: ['ws-000000030', 'ws-zzzzzzzzz'] });
    expect(ids(some, 'WorkspacesConnectionStatus')).toEqual(['ws-000000030']);
  });
});

describe('The users of WorkSpaces', () => {
  function live(minutes: number) {
    const clock = manualClock();
    const world = createWorld();
    seedWorld(world, { seed: 1, clock });
    const simulation = createSimulation(world, { seed: 1, clock });
    const seen = new Map<string, Set<string | undefined>>();
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(60_000);
      simulation.step();
      for (const { WorkspaceId, ConnectionState } of world
        .location(defaultAccountId, defaultRegion)
        .workspaceConnections.values())
        seen.set(WorkspaceId, (seen.get(WorkspaceId) ?? new Set()).add(ConnectionState));
    }
    return { world, clock, seen };
  }

  test('connect and disconnect, and AWS checks them every few minutes', () => {
    const { world, clock, seen } = live(300);
    const both = [...seen.values()].filter((states) => states.has('CONNECTED') && states.has('DISCONNECTED'));
    expect(both.length).toBeGreaterThan(10);
    const { workspaceConnections } = world.location(defaultAccountId, defaultRegion);
    const checked = [...workspaceConnections.values()].filter(({ ConnectionState }) => ConnectionState !== 'UNKNOWN');
    for (const { ConnectionStateCheckTimestamp } of checked)
      expect(clock.now() - (ConnectionStateCheckTimestamp?.getTime() ?? 0)).toBeLessThanOrEqual(2 * 60_000);
  });

  test('leave the rest of the world as it is without them', () => {
    const sessions = (workspaces: number) => {
      const world = createWorld();
      seedWorld(world, { seed: 1, clock: manualClock(), size: { workspaces } });
      return [...world.location(defaultAccountId, defaultRegion).appStreamSessions.values()];
    };
    expect(sessions(20)).toEqual(sessions(0));
  });
});
