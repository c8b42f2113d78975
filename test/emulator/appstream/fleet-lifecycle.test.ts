import { describe, expect, test } from 'vitest';
import { associateFleet } from '../../../emulator/appstream/associate-fleet.ts';
import { deleteFleet } from '../../../emulator/appstream/delete-fleet.ts';
import { disassociateFleet } from '../../../emulator/appstream/disassociate-fleet.ts';
import { startFleet } from '../../../emulator/appstream/start-fleet.ts';
import { stopFleet } from '../../../emulator/appstream/stop-fleet.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const states = ['STARTING', 'RUNNING', 'STOPPING', 'STOPPED'] as const;
const pair = { FleetName: 'f', StackName: 'S' };

describe('StartFleet', () => {
  test.each([
    ['STOPPED', 'ok'],
    ['RUNNING', 'OperationNotPermittedException'],
    ['STARTING', 'OperationNotPermittedException'],
    ['STOPPING', 'ConcurrentModificationException'],
  ] as const)('of a %s fleet answers %s', (State, answer) => {
    expect(outcome(buildWorld().fleet('f', { State }), startFleet, { Name: 'f' })).toBe(answer);
  });

  test('leaves the fleet STARTING', () => {
    const built = buildWorld().fleet('f', { State: 'STOPPED' });
    expect(run(built, startFleet, { Name: 'f' })).toEqual({});
    expect(built.location.fleets.get('f')?.State).toBe('STARTING');
  });
});

describe('StopFleet', () => {
  test.each([
    ['RUNNING', 'ok'],
    ['STOPPED', 'ok'],
    ['STOPPING', 'ok'],
    ['STARTING', 'ConcurrentModificationException'],
  ] as const)('of a %s fleet answers %s', (State, answer) => {
    expect(outcome(buildWorld().fleet('f', { State }), stopFleet, { Name: 'f' })).toBe(answer);
  });

  test('leaves a running fleet STOPPING, and a stopped one STOPPED', () => {
    const built = buildWorld().fleet('on').fleet('off', { State: 'STOPPED' });
    run(built, stopFleet, { Name: 'on' });
    run(built, stopFleet, { Name: 'off' });
    expect([...built.location.fleets.values()].map((fleet) => fleet.State)).toEqual(['STOPPING', 'STOPPED']);
  });
});

describe('DeleteFleet', () => {
  test('takes a stopped fleet out of the list', () => {
    const built = buildWorld().fleet('f', { State: 'STOPPED' });
    expect(run(built, deleteFleet, { Name: 'f' })).toEqual({});
    expect(built.location.fleets.size).toBe(0);
  });

  test.each([
    ['RUNNING', 'ResourceInUseException'],
    ['STARTING', 'ConcurrentModificationException'],
    ['STOPPING', 'ConcurrentModificationException'],
  ] as const)('rejects a %s fleet with %s', (State, code) => {
    expect(outcome(buildWorld().fleet('f', { State }), deleteFleet, { Name: 'f' })).toBe(code);
  });

  test('rejects a fleet that a stack has', () => {
    const built = buildWorld().fleet('f', { State: 'STOPPED' }).stack('S').associate('S', 'f');
    const error = rejection(built, deleteFleet, { Name: 'f' });
    expect(error?.code).toBe('ResourceInUseException');
    expect(error?.message).toBe(
      'The fleet f is associated with a stack. To delete the fleet, you must dissociate it from the stack.',
    );
  });
});

test.each([
  ['StartFleet', startFleet],
  ['StopFleet', stopFleet],
  ['DeleteFleet', deleteFleet],
])('%s rejects an unknown fleet', (_, operation) => {
  const error = rejection(buildWorld(), operation, { Name: 'gone' });
  expect(error?.code).toBe('ResourceNotFoundException');
  expect(error?.message).toBe('Fleet gone does not exist');
});

describe('AssociateFleet', () => {
  test('adds the fleet to the stack, after those it has', () => {
    const built = buildWorld().fleet('f').fleet('first').stack('S').associate('S', 'first');
    expect(run(built, associateFleet, pair)).toEqual({});
    expect([...(built.location.associations.get('S') ?? [])]).toEqual(['first', 'f']);
  });

  test('may be repeated', () => {
    const built = buildWorld().fleet('f').stack('S').associate('S', 'f');
    expect(outcome(built, associateFleet, pair)).toBe('ok');
    expect(built.location.associations.get('S')?.size).toBe(1);
  });

  test('takes a fleet of any state', () => {
    for (const State of states)
      expect(outcome(buildWorld().fleet('f', { State }).stack('S'), associateFleet, pair)).toBe('ok');
  });
});

describe('DisassociateFleet', () => {
  test('takes the fleet from the stack', () => {
    const built = buildWorld().fleet('f').stack('S').associate('S', 'f');
    expect(run(built, disassociateFleet, pair)).toEqual({});
    expect(built.location.associations.get('S')?.size).toBe(0);
  });

  test.each(['ACTIVE', 'PENDING'] as const)('rejects while there is a session in state %s', (State) => {
    const built = buildWorld().fleet('f').stack('S').associate('S', 'f');
    built.appStreamSessions({ stack: 'S', fleet: 'f', State });
    expect(outcome(built, disassociateFleet, pair)).toBe('ResourceInUseException');
  });

  test('does not mind sessions that are expired, or of another stack', () => {
    const built = buildWorld().fleet('f').stacks(1).stack('S').associate('S', 'f').associate('stack-1', 'f');
    built.appStreamSessions({ stack: 'S', fleet: 'f', State: 'EXPIRED' });
    built.appStreamSessions({ stack: 'stack-1', fleet: 'f' });
    expect(outcome(built, disassociateFleet, pair)).toBe('ok');
  });

  test('rejects a fleet that the stack does not have', () => {
    expect(outcome(buildWorld().fleet('f').stack('S'), disassociateFleet, pair)).toBe('ResourceNotFoundException');
  });
});

test.each([
  ['AssociateFleet', associateFleet],
  ['DisassociateFleet', disassociateFleet],
])('%s names the fleet or stack that does not exist', (_, operation) => {
  expect(rejection(buildWorld().stack('S'), operation, pair)?.message).toBe('Fleet f does not exist');
  expect(rejection(buildWorld().fleet('f'), operation, pair)?.message).toBe('Stack S does not exist');
});
