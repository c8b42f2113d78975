import { expect, test } from 'vitest';
import { ownSources } from '../../../src/live/index/own-sources.ts';
import type { LiveSourceState } from '../../../src/live/live-session.ts';
import { SEEN, sourceState } from '../../support/live-sessions.ts';

const counted = (sessions: number, state: Partial<LiveSourceState> = {}) => ({
  ...sourceState('one', state),
  sessions,
});
const merged = (...sources: ReturnType<typeof counted>[]) =>
  ownSources(sources, ({ service, location }) => `${service} ${location.region}`);

test('Sources of one service and location are one, with the sum of their sessions and the oldest time', () => {
  const sources = merged(counted(2, { asOf: SEEN }), counted(1, { asOf: SEEN - 5, nextReadAt: SEEN, callsPerScan: 9 }));
  expect(sources).toEqual([
    {
      ...sourceState('APPSTREAM eu-west-1', { asOf: SEEN - 5, nextReadAt: null, callsPerScan: null }),
      sessions: 3,
    },
  ]);
});

test('Sources of other services and regions stay apart', () => {
  const region = { accountId: '123456789012', region: 'us-east-1' };
  const sources = merged(counted(1), counted(1, { service: 'SSM' }), counted(1, { location: region }));
  expect(sources.map(({ label }) => label)).toEqual(['APPSTREAM eu-west-1', 'SSM eu-west-1', 'APPSTREAM us-east-1']);
});

test.each([
  ['FAILED', ['UP_TO_DATE', 'STALE', 'FAILED', 'SYNCING']],
  ['SYNCING', ['UP_TO_DATE', 'SYNCING', 'STALE']],
  ['STALE', ['STALE', 'UP_TO_DATE']],
  ['UP_TO_DATE', ['UP_TO_DATE', 'UP_TO_DATE']],
] as const)('The worst status is shown: %s of %j', (status, statuses) => {
  expect(merged(...statuses.map((each) => counted(0, { status: each })))).toMatchObject([{ status }]);
});

test('A source without a complete scan has no time, nor has what it is merged with', () => {
  expect(merged(counted(0), counted(0, { asOf: null }))).toMatchObject([{ asOf: null }]);
});

test('The first error is shown, and the account as soon as one source knows it', () => {
  const error = { code: 'UPSTREAM_ACCESS_DENIED', message: 'Denied.' };
  const unknown = { accountId: null, region: 'eu-west-1' };
  const sources = merged(counted(0, { location: unknown }), counted(0, { error }));
  expect(sources).toMatchObject([{ error, location: { accountId: '123456789012' } }]);
});
