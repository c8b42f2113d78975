import { describe, expect, test } from 'vitest';
import type { AppStreamSession } from '../../src/services/appstream/model.ts';
import { appStreamProvider } from '../../src/services/appstream/provider.ts';
import type { SsmSession } from '../../src/services/ssm/model.ts';
import { ssmProvider } from '../../src/services/ssm/provider.ts';
import type { PoolSession } from '../../src/services/workspaces/model.ts';
import { poolProvider } from '../../src/services/workspaces/provider.ts';
import type { WorkspaceSession } from '../../src/services/workspaces-personal/model.ts';
import { personalProvider } from '../../src/services/workspaces-personal/provider.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };
const NOON = new Date('2026-11-02T12:00:00Z');
const minutesAfterNoon = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

/** Adds members as AWS may return them, including unknown values. */
const appStream = (members: Record<string, unknown> = {}) =>
  appStreamProvider.toSession(
    { location, Id: 'a-1', StackName: 's', FleetName: 'f', UserId: 'u', ...members } as AppStreamSession,
    NOON,
  );
const shell = (members: Record<string, unknown> = {}) =>
  ssmProvider.toSession({ location, SessionId: 'alice-0123', ...members } as SsmSession, NOON);
const pool = (members: Record<string, unknown> = {}) =>
  poolProvider.toSession(
    { location, SessionId: 'p-1', PoolId: 'wspool-1', UserId: 'u', ...members } as PoolSession,
    NOON,
  );
const personal = (members: Record<string, unknown> = {}) =>
  personalProvider.toSession({ location, WorkspaceId: 'ws-012345678', ...members } as WorkspaceSession, NOON);

describe('An AppStream session', () => {
  test.each([
    ['ACTIVE', 'CONNECTED', 'CONNECTED'],
    ['ACTIVE', 'NOT_CONNECTED', 'DISCONNECTED'],
    ['ACTIVE', undefined, 'UNKNOWN'],
    ['ACTIVE', 'HALF_CONNECTED', 'UNKNOWN'],
    ['ACTIVE', 'toString', 'UNKNOWN'],
    ['PENDING', undefined, 'CONNECTING'],
    ['PENDING', 'NOT_CONNECTED', 'CONNECTING'],
    ['PENDING', 'CONNECTED', 'CONNECTING'],
    ['EXPIRED', undefined, 'TERMINATED'],
    ['EXPIRED', 'CONNECTED', 'TERMINATED'],
    ['EXPIRED', 'NOT_CONNECTED', 'TERMINATED'],
    ['HIBERNATING', 'CONNECTED', 'UNKNOWN'],
    [undefined, undefined, 'UNKNOWN'],
    [undefined, 'CONNECTED', 'UNKNOWN'],
  ])('that is %s and %s is %s', (State, ConnectionState, status) => {
    expect(appStream({ State, ConnectionState }).status).toBe(status);
  });

  test('expires at its latest possible end, and has no end time', () => {
    expect(
      appStream({ State: 'EXPIRED', StartTime: NOON, MaxExpirationTime: minutesAfterNoon(60), InstanceId: 'i-1' }),
    ).toEqual({
      service: 'APPSTREAM',
      sessionId: 'a-1',
      status: 'TERMINATED',
      startedAt: NOON,
      expiresAt: minutesAfterNoon(60),
      endedAt: null,
      instanceId: 'i-1',
      userId: 'u',
      location,
    });
  });

  test('with required members only is null in all others', () => {
    expect(appStream()).toMatchObject({ startedAt: null, expiresAt: null, endedAt: null, instanceId: null });
  });
});

describe('An SSM session', () => {
  test.each([
    ['Connected', 'CONNECTED'],
    ['Connecting', 'CONNECTING'],
    ['Disconnected', 'DISCONNECTED'],
    ['Terminating', 'TERMINATING'],
    ['Terminated', 'TERMINATED'],
    ['Failed', 'FAILED'],
    ['Suspended', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
    ['', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('that is %s is %s', (Status, status) => {
    expect(shell({ Status }).status).toBe(status);
  });

  test.each([
    ['60', 60],
    ['1', 1],
    ['1440', 1440],
    // The model's pattern excludes it, AWS accepts it.
    ['1040', 1040],
    ['', null],
    ['  ', null],
    ['an hour', null],
    ['Infinity', null],
    ['1e400', null],
    ['99999999999999', null],
    [undefined, null],
  ])('of at most %j minutes expires so many after its start', (MaxSessionDuration, minutes) => {
    expect(shell({ StartDate: NOON, MaxSessionDuration }).expiresAt).toEqual(
      minutes === null ? null : minutesAfterNoon(minutes),
    );
  });

  test('without a start time has no expiration time', () => {
    expect(shell({ MaxSessionDuration: '60' }).expiresAt).toBeNull();
  });

  test('has its target as instance, and the end time of AWS', () => {
    expect(shell({ Status: 'Terminated', Target: 'mi-1', StartDate: NOON, EndDate: minutesAfterNoon(5) })).toEqual({
      service: 'SSM',
      sessionId: 'alice-0123',
      status: 'TERMINATED',
      startedAt: NOON,
      expiresAt: null,
      endedAt: minutesAfterNoon(5),
      instanceId: 'mi-1',
      userId: null,
      location,
    });
  });

  test('with required members only is null in all others', () => {
    expect(shell()).toMatchObject({ startedAt: null, expiresAt: null, endedAt: null, instanceId: null });
  });
});

describe('A pool session', () => {
  test.each([
    ['CONNECTED', 60, 'CONNECTED'],
    ['NOT_CONNECTED', 60, 'DISCONNECTED'],
    ['HALF_CONNECTED', 60, 'UNKNOWN'],
    ['valueOf', 60, 'UNKNOWN'],
    [undefined, 60, 'UNKNOWN'],
    ['CONNECTED', undefined, 'CONNECTED'],
    ['NOT_CONNECTED', undefined, 'DISCONNECTED'],
    [undefined, undefined, 'UNKNOWN'],
    ['CONNECTED', -1, 'TERMINATED'],
    ['NOT_CONNECTED', -1, 'TERMINATED'],
    [undefined, -1, 'TERMINATED'],
    ['CONNECTED', 0, 'TERMINATED'],
  ])('that is %s and expires %s minutes from now is %s', (ConnectionState, minutes, status) => {
    const ExpirationTime = minutes === undefined ? undefined : minutesAfterNoon(minutes);
    expect(pool({ ConnectionState, ExpirationTime }).status).toBe(status);
  });

  test.each([
    ['in the future, expires then', 1, { expiresAt: minutesAfterNoon(1), endedAt: null }],
    ['now, has ended', 0, { expiresAt: null, endedAt: NOON }],
    ['in the past, ended then', -1, { expiresAt: null, endedAt: minutesAfterNoon(-1) }],
  ])('whose expiry is %s', (_when, minutes, times) => {
    expect(pool({ ExpirationTime: minutesAfterNoon(minutes) })).toMatchObject(times);
  });

  test('has its start time and instance', () => {
    expect(pool({ StartTime: NOON, InstanceId: 'i-1', ConnectionState: 'CONNECTED' })).toEqual({
      service: 'WORKSPACES',
      sessionId: 'p-1',
      status: 'CONNECTED',
      startedAt: NOON,
      expiresAt: null,
      endedAt: null,
      instanceId: 'i-1',
      userId: 'u',
      location,
    });
  });

  test('with required members only is null in all others', () => {
    expect(pool()).toMatchObject({ startedAt: null, expiresAt: null, endedAt: null, instanceId: null });
  });
});

describe('A personal WorkSpace', () => {
  test.each([
    ['CONNECTED', 'CONNECTED'],
    ['DISCONNECTED', 'DISCONNECTED'],
    ['UNKNOWN', 'UNKNOWN'],
    ['RECONNECTING', 'UNKNOWN'],
    ['__proto__', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('that is %s is %s', (ConnectionState, status) => {
    expect(personal({ ConnectionState }).status).toBe(status);
  });

  test('has its own id as session id, and neither times nor an instance', () => {
    expect(
      personal({ ConnectionState: 'CONNECTED', UserName: 'alice', LastKnownUserConnectionTimestamp: NOON }),
    ).toEqual({
      service: 'WORKSPACES_PERSONAL',
      sessionId: 'ws-012345678',
      status: 'CONNECTED',
      startedAt: null,
      expiresAt: null,
      endedAt: null,
      instanceId: null,
      userId: 'alice',
      location,
    });
  });

  test.each([undefined, '[UNDEFINED]'])('whose user name is %s has no user', (UserName) => {
    expect(personal({ UserName }).userId).toBeNull();
  });
});
