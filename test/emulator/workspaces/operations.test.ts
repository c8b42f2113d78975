import { describe, expect, test } from 'vitest';
import { describeWorkspacesPoolSessions } from '../../../emulator/workspaces/describe-workspaces-pool-sessions.ts';
import { describeWorkspacesPools } from '../../../emulator/workspaces/describe-workspaces-pools.ts';
import { startWorkspacesPool } from '../../../emulator/workspaces/start-workspaces-pool.ts';
import { stopWorkspacesPool } from '../../../emulator/workspaces/stop-workspaces-pool.ts';
import { terminateWorkspacesPoolSession } from '../../../emulator/workspaces/terminate-workspaces-pool-session.ts';
import type { PoolSession, WorkspacesPool } from '../../../emulator/world/state.ts';
import { uuidOf } from '../../support/plain-shapes.ts';
import { outcome, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const unknownPool = 'wspool-zzzzzzzzz';

describe('DescribeWorkspacesPools', () => {
  const built = () => buildWorld().pool('Ops').pool('Ops-Night').pool('Students');
  const named = (input: Record<string, unknown>, world = built()) =>
    (run(world, describeWorkspacesPools, input).WorkspacesPools as WorkspacesPool[]).map((pool) => pool.PoolName);

  test('lists all pools', () => {
    expect(named({})).toEqual(['Ops', 'Ops-Night', 'Students']);
  });

  test('lists the pools of the given ids', () => {
    const world = built();
    expect(named({ PoolIds: [world.poolId('Students'), world.poolId('Ops')] }, world)).toEqual(['Students', 'Ops']);
  });

  test('rejects the whole call for one unknown id, or leaves it out, by quirk', () => {
    const world = built();
    const input = { PoolIds: [world.poolId('Ops'), unknownPool] };
    expect(outcome(world, describeWorkspacesPools, input)).toBe('ResourceNotFoundException');
    const lenient = run(world, describeWorkspacesPools, input, { quirks: { unknownNameFailsBatch: false } });
    expect(lenient.WorkspacesPools).toHaveLength(1);
  });

  test.each([
    ['EQUALS', ['Ops', 'Students'], ['Ops', 'Students']],
    ['NOTEQUALS', ['Ops'], ['Ops-Night', 'Students']],
    ['CONTAINS', ['Ops'], ['Ops', 'Ops-Night']],
    ['NOTCONTAINS', ['Night', 'Stud'], ['Ops']],
  ])('keeps pools whose name %s %o', (Operator, Values, expected) => {
    expect(named({ Filters: [{ Name: 'PoolName', Operator, Values }] })).toEqual(expected);
  });

  test('wants every filter to hold', () => {
    const Filters = [
      { Name: 'PoolName', Operator: 'CONTAINS', Values: ['Ops'] },
      { Name: 'PoolName', Operator: 'NOTEQUALS', Values: ['Ops'] },
    ];
    expect(named({ Filters })).toEqual(['Ops-Night']);
  });

  test('gives as many as Limit says, and goes on by its token', () => {
    const world = built();
    const first = run(world, describeWorkspacesPools, { Limit: 2 });
    expect(first.WorkspacesPools).toHaveLength(2);
    expect(named({ Limit: 2, NextToken: first.NextToken }, world)).toEqual(['Students']);
  });

  test('rejects a token that it did not give', () => {
    expect(outcome(built(), describeWorkspacesPools, { NextToken: 'nonsense' })).toBe(
      'InvalidParameterValuesException',
    );
  });
});

describe('DescribeWorkspacesPoolSessions', () => {
  const built = (count: number) =>
    buildWorld().pool('Ops').pool('Students').poolSessions({ pool: 'Ops', count }).poolSessions({ pool: 'Students' });

  test('gives twenty a page by default, fifty at most', () => {
    const world = built(60);
    const PoolId = world.poolId('Ops');
    expect(run(world, describeWorkspacesPoolSessions, { PoolId }).Sessions).toHaveLength(20);
    expect(run(world, describeWorkspacesPoolSessions, { PoolId, Limit: 50 }).Sessions).toHaveLength(50);
  });

  test('lists the sessions of one pool, each once, to the end', () => {
    const world = built(45);
    const ids: string[] = [];
    let NextToken: unknown;
    do {
      const answer = run(world, describeWorkspacesPoolSessions, { PoolId: world.poolId('Ops'), NextToken });
      ids.push(...(answer.Sessions as PoolSession[]).map((session) => session.SessionId));
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    expect(new Set(ids).size).toBe(45);
    expect(ids).toHaveLength(45);
  });

  test('lists the sessions of one user', () => {
    const world = buildWorld()
      .pool('Ops')
      .poolSessions({ pool: 'Ops', count: 4, each: (index) => ({ UserId: `user-${index % 2}` }) });
    const answer = run(world, describeWorkspacesPoolSessions, { PoolId: world.poolId('Ops'), UserId: 'user-1' });
    expect(answer.Sessions).toHaveLength(2);
  });

  test('rejects an unknown pool, and a token that it did not give', () => {
    const world = built(1);
    expect(outcome(world, describeWorkspacesPoolSessions, { PoolId: unknownPool })).toBe('ResourceNotFoundException');
    const input = { PoolId: world.poolId('Ops'), NextToken: 'nonsense' };
    expect(outcome(world, describeWorkspacesPoolSessions, input)).toBe('InvalidParameterValuesException');
  });
});

describe('TerminateWorkspacesPoolSession', () => {
  test('takes the session out of its pool and frees its location', () => {
    const world = buildWorld().pool('Ops').poolSessions({ pool: 'Ops', count: 2 });
    expect(run(world, terminateWorkspacesPoolSession, { SessionId: uuidOf(2) })).toEqual({});
    expect([...world.location.poolSessions.values()].map((session) => session.SessionId)).toEqual([uuidOf(3)]);
    expect(world.location.pools.get(world.poolId('Ops'))?.CapacityStatus).toMatchObject({
      ActiveUserSessions: 1,
      AvailableUserSessions: 4,
    });
  });

  test('rejects a session that is unknown or ended', () => {
    const world = buildWorld().pool('Ops').poolSessions({ pool: 'Ops' });
    run(world, terminateWorkspacesPoolSession, { SessionId: uuidOf(2) });
    expect(outcome(world, terminateWorkspacesPoolSession, { SessionId: uuidOf(2) })).toBe('ResourceNotFoundException');
  });
});

describe.each([
  ['StartWorkspacesPool', startWorkspacesPool, 'STOPPED', 'STARTING', 'OperationNotSupportedException'],
  ['StopWorkspacesPool', stopWorkspacesPool, 'RUNNING', 'STOPPING', 'InvalidResourceStateException'],
] as const)('%s', (_, operation, from, to, alwaysOnCode) => {
  test(`turns a pool from ${from} to ${to}`, () => {
    const world = buildWorld().pool('Ops', { State: from });
    expect(run(world, operation, { PoolId: world.poolId('Ops') })).toEqual({});
    expect(world.location.pools.get(world.poolId('Ops'))?.State).toBe(to);
  });

  test.each(['STARTING', 'STOPPING', 'UPDATING'] as const)('rejects a pool that is %s', (State) => {
    const world = buildWorld().pool('Ops', { State });
    expect(outcome(world, operation, { PoolId: world.poolId('Ops') })).toBe('OperationInProgressException');
  });

  test.each(['CREATING', 'DELETING', to === 'STARTING' ? 'RUNNING' : 'STOPPED'] as const)(
    'rejects a pool that is %s',
    (State) => {
      const world = buildWorld().pool('Ops', { State });
      expect(outcome(world, operation, { PoolId: world.poolId('Ops') })).toBe('InvalidResourceStateException');
    },
  );

  test('rejects a pool whose running mode is not AutoStop', () => {
    const world = buildWorld().pool('Ops', { State: from, RunningMode: 'ALWAYS_ON' });
    expect(outcome(world, operation, { PoolId: world.poolId('Ops') })).toBe(alwaysOnCode);
  });

  test('rejects an unknown pool', () => {
    expect(outcome(buildWorld(), operation, { PoolId: unknownPool })).toBe('ResourceNotFoundException');
  });
});
