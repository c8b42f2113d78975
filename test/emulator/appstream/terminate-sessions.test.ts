import { describe, expect, test } from 'vitest';
import { drainSessionInstance } from '../../../emulator/appstream/drain-session-instance.ts';
import { expireSession } from '../../../emulator/appstream/expire-session.ts';
import { uuidOf } from '../../support/plain-shapes.ts';
import { outcome, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

describe('ExpireSession', () => {
  const built = () =>
    buildWorld().fleet('f').stack('S').associate('S', 'f').appStreamSessions({ stack: 'S', fleet: 'f', count: 2 });

  test('ends the session and leaves the others', () => {
    const world = built();
    expect(run(world, expireSession, { SessionId: uuidOf(1) })).toEqual({});
    const states = [...world.location.appStreamSessions.values()].map((one) => `${one.State} ${one.ConnectionState}`);
    expect(states).toEqual(['EXPIRED NOT_CONNECTED', 'ACTIVE CONNECTED']);
  });

  test('frees the instance', () => {
    const world = built();
    expect(world.location.fleets.get('f')?.ComputeCapacityStatus).toMatchObject({ InUse: 2, Available: 0 });
    run(world, expireSession, { SessionId: uuidOf(1) });
    expect(world.location.fleets.get('f')?.ComputeCapacityStatus).toMatchObject({ InUse: 1, Available: 1 });
  });

  test('of an unknown or an expired session succeeds: AWS declares no error', () => {
    const world = built();
    expect(outcome(world, expireSession, { SessionId: 'gone' })).toBe('ok');
    run(world, expireSession, { SessionId: uuidOf(1) });
    expect(outcome(world, expireSession, { SessionId: uuidOf(1) })).toBe('ok');
  });
});

describe('DrainSessionInstance', () => {
  const multi = () =>
    buildWorld()
      .fleet('f', { MaxSessionsPerInstance: 4 })
      .stacks(2)
      .associate('stack-1', 'f')
      .associate('stack-2', 'f')
      .appStreamSessions({ stack: 'stack-1', fleet: 'f', count: 2, InstanceId: 'i-1', InstanceDrainStatus: 'ACTIVE' })
      .appStreamSessions({ stack: 'stack-2', fleet: 'f', InstanceId: 'i-1', InstanceDrainStatus: 'ACTIVE' })
      .appStreamSessions({ stack: 'stack-2', fleet: 'f', InstanceId: 'i-2', InstanceDrainStatus: 'ACTIVE' });

  test('drains the instance for all its sessions, whatever their stack, and ends none', () => {
    const world = multi();
    expect(run(world, drainSessionInstance, { SessionId: uuidOf(1) })).toEqual({});
    const seen = [...world.location.appStreamSessions.values()].map((one) => `${one.InstanceDrainStatus} ${one.State}`);
    expect(seen).toEqual(['DRAINING ACTIVE', 'DRAINING ACTIVE', 'DRAINING ACTIVE', 'ACTIVE ACTIVE']);
  });

  test('shows in the counters of the fleet', () => {
    const world = multi();
    run(world, drainSessionInstance, { SessionId: uuidOf(1) });
    expect(world.location.fleets.get('f')?.ComputeCapacityStatus).toMatchObject({
      Draining: 1,
      DrainModeActiveUserSessions: 3,
      DrainModeUnusedUserSessions: 1,
      ActiveUserSessions: 4,
    });
  });

  test('may be repeated', () => {
    const world = multi();
    run(world, drainSessionInstance, { SessionId: uuidOf(1) });
    expect(outcome(world, drainSessionInstance, { SessionId: uuidOf(2) })).toBe('ok');
  });

  test('is not permitted on a single-session fleet', () => {
    const world = buildWorld().fleet('f').appStreamSessions({ stack: 'S', fleet: 'f' });
    expect(outcome(world, drainSessionInstance, { SessionId: uuidOf(1) })).toBe('OperationNotPermittedException');
  });

  test('rejects a session that is unknown or has expired', () => {
    const world = multi().appStreamSessions({ stack: 'stack-1', fleet: 'f', State: 'EXPIRED' });
    expect(outcome(world, drainSessionInstance, { SessionId: 'gone' })).toBe('ResourceNotFoundException');
    expect(outcome(world, drainSessionInstance, { SessionId: uuidOf(5) })).toBe('ResourceNotFoundException');
  });
});
