import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import type { Answer } from '../support/gateway.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { iso, type PastSession, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { buildWorld } from '../support/world.ts';

const USAGE: readonly AccessScope[] = ['usage:read'];
const BOTH: readonly AccessScope[] = ['usage:read', 'history:read'];

const POINT =
  'from to peakConcurrent peakConnected sessionsStarted distinctUsers sessionSeconds connectedSeconds observedShare';
const USAGE_QUERY = `query ($filter: SessionUsageFilter!, $interval: UsageInterval! = HOUR, $by: [UsageDimension!]) {
  sessionUsage(filter: $filter, interval: $interval, by: $by) {
    series { key { dimension value } total { ${POINT} } points { ${POINT} } }
    coverage { service observedShare }
  }
}`;
const WINDOW = { from: iso(0), to: iso(4) };

/** Two fleets: six users of one at the same time, and one of the other, who had started before the window. */
const sessions: PastSession[] = [
  ...Array.from({ length: 6 }, (_, number) => ({
    user: `user-${number}@example.com`,
    from: 1,
    to: 2,
    fleet: 'design',
  })),
  { user: 'alice@example.com', from: -5, to: 2.5, fleet: 'office', connected: [[0.5, 1.5]] },
];

let guarded: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  history = await sharedHistory(sessions, [[0, 3]]);
  guarded = await startGuarded({
    world: buildWorld().world,
    live: 'off',
    environment: { GATEWAY_STORE: history.store },
  });
});
afterAll(async () => {
  await guarded.close();
  history.remove();
});

const ask = (variables: Record<string, unknown> = {}, scopes = USAGE) =>
  guarded.ask(USAGE_QUERY, { scopes, variables: { filter: WINDOW, ...variables } });
const usageOf = ({ data, errors }: Answer) => {
  expect(errors).toBeUndefined();
  return data.sessionUsage;
};

describe('sessionUsage', () => {
  test('is one series by default: peaks, starts, users and seconds of each hour, and of the whole window', async () => {
    const usage = usageOf(await ask({}, BOTH));
    expect(usage.series).toHaveLength(1);
    const [{ key, total, points }] = usage.series;
    expect(key).toEqual([]);
    const of = (name: string) => points.map((point: Record<string, unknown>) => point[name]);
    expect(of('from')).toEqual([iso(0), iso(1), iso(2), iso(3)]);
    expect(of('to')).toEqual([iso(1), iso(2), iso(3), iso(4)]);
    expect(of('peakConcurrent')).toEqual([1, 7, 1, 0]);
    expect(of('peakConnected')).toEqual([1, 1, 0, 0]);
    expect(of('sessionsStarted')).toEqual([0, 6, 0, 0]);
    expect(of('distinctUsers')).toEqual([1, 7, 1, 0]);
    expect(of('sessionSeconds')).toEqual([3_600, 25_200, 1_800, 0]);
    expect(of('connectedSeconds')).toEqual([1_800, 1_800, 0, 0]);
    expect(total).toMatchObject({ from: iso(0), to: iso(4), peakConcurrent: 7, sessionsStarted: 6, distinctUsers: 7 });
    expect(total).toMatchObject({ sessionSeconds: 30_600, connectedSeconds: 3_600 });
  });

  test('says of each interval how much was observed: what was not is not zero', async () => {
    const { series, coverage } = usageOf(await ask({ filter: { ...WINDOW, fleetNames: ['design'] } }));
    expect(series[0].points.map(({ observedShare }: { observedShare: number }) => observedShare)).toEqual([1, 1, 1, 0]);
    expect(series[0].total.observedShare).toBe(0.75);
    expect(coverage).toEqual([{ service: 'APPSTREAM', observedShare: 0.75 }]);
  });

  test('is a series for each value of its dimensions, most used first', async () => {
    const { series } = usageOf(await ask({ by: ['RESOURCE', 'SERVICE'], interval: 'DAY' }));
    expect(series.map(({ key }: { key: unknown }) => key)).toEqual([
      [
        { dimension: 'RESOURCE', value: 'design' },
        { dimension: 'SERVICE', value: 'APPSTREAM' },
      ],
      [
        { dimension: 'RESOURCE', value: 'office' },
        { dimension: 'SERVICE', value: 'APPSTREAM' },
      ],
    ]);
    expect(series.map(({ total }: { total: { sessionSeconds: number } }) => total.sessionSeconds)).toEqual([
      21_600, 9_000,
    ]);
  });

  test('of nothing is one series of zeros, and with dimensions none', async () => {
    const filter = { ...WINDOW, fleetNames: [] };
    expect(usageOf(await ask({ filter })).series[0].total).toMatchObject({ peakConcurrent: 0, sessionSeconds: 0 });
    expect(usageOf(await ask({ filter, by: ['SERVICE'] })).series).toEqual([]);
  });
});

describe('Without history:read', () => {
  test('fewer than five users are not counted, as their number could tell who it is', async () => {
    const [{ points, total }] = usageOf(await ask()).series;
    expect(points.map(({ distinctUsers }: { distinctUsers: number | null }) => distinctUsers)).toEqual([
      null,
      7,
      null,
      null,
    ]);
    expect(total.distinctUsers).toBe(7);
  });

  test.each<[string, Record<string, unknown>]>([
    ['by user', { by: ['USER'] }],
    ['of a user', { filter: { ...WINDOW, userName: 'alice@example.com' } }],
  ])('use %s is FORBIDDEN, with history:read:own, too', async (_, variables) => {
    for (const scopes of [USAGE, ['usage:read', 'history:read:own'], ['history:read']] as AccessScope[][]) {
      const answer = await ask(variables, scopes);
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      expect(answer.data.sessionUsage).toBeNull();
    }
    expect(usageOf(await ask(variables, BOTH)).series.length).toBeGreaterThan(0);
  });
});

describe('Bounds', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['too long a window', { filter: { from: iso(0), to: iso(401 * 24) } }, 'BAD_USER_INPUT'],
    ['an empty window', { filter: { from: iso(1), to: iso(1) } }, 'BAD_USER_INPUT'],
    ['1,001 fleets', { filter: { ...WINDOW, fleetNames: Array.from({ length: 1_001 }, String) } }, 'BAD_USER_INPUT'],
    ['an unknown interval', { interval: 'CENTURY' }, 'BAD_USER_INPUT'],
    ['an unknown dimension', { by: ['SHOE_SIZE'] }, 'BAD_USER_INPUT'],
    [
      'too many points of all series',
      { filter: { from: iso(-24 * 390), to: iso(4) }, by: ['RESOURCE', 'REGION', 'USER'] },
      'QUERY_TOO_COMPLEX',
    ],
  ])('reject %s', async (_, variables, code) => {
    expect(codesOf(await ask(variables, BOTH))).toEqual([code]);
  });
});
