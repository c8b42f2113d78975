import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanSegments } from '../../console/src/history/span-segments.ts';
import { rangeOf, rangeParams } from '../../console/src/time-range/range.ts';
import { zoneOffset } from '../../console/src/time-range/zone-offset.ts';
import { formatShare, formatValue } from '../../console/src/ui/numbers.ts';
import { chartLines, stepPath, valueTicks } from '../../console/src/usage/chart-lines.ts';
import { coverageBands } from '../../console/src/usage/coverage-bands.ts';
import { intervalBegin, intervalFormat, tickIndexes } from '../../console/src/usage/intervals.ts';
import { measureOf, type UsagePoint } from '../../console/src/usage/measures.ts';
import { choiceOf, usageWindow } from '../../console/src/usage/usage-choice.ts';
import { usageRows } from '../../console/src/usage/usage-rows.ts';
import { bucketsOf, USAGE_INTERVALS } from '../../src/store/history/usage/buckets.ts';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 10, 9);
const NOW = BEGIN + 3.5 * HOUR;

/** The hour of that number after the begin. */
function hour(number: number, values: Partial<UsagePoint> = {}): UsagePoint {
  return {
    from: new Date(BEGIN + number * HOUR).toISOString(),
    to: new Date(BEGIN + (number + 1) * HOUR).toISOString(),
    ...{ peakConcurrent: 0, peakConnected: 0, sessionsStarted: 0, sessionSeconds: 0, connectedSeconds: 0 },
    observedShare: 1,
    ...values,
  };
}

const POINTS = [
  hour(0, { peakConcurrent: 2 }),
  hour(1),
  hour(2, { observedShare: 0 }),
  hour(3, { observedShare: 0.4, peakConcurrent: 1 }),
  hour(4, { observedShare: 0 }),
];
const params = (text: string) => new URLSearchParams(text);

describe('A line of usage', () => {
  test('has zeros where it was not used, and no value where it was not observed, or has not been yet', () => {
    const [line] = chartLines([{ name: 'All', points: POINTS }], measureOf('concurrent'), NOW);
    expect(line?.values).toEqual([2, 0, null, 1, null]);
  });

  test('shows what is known of hours that were not observed: sessions that were seen before and after', () => {
    const points = [hour(0, { observedShare: 0, peakConcurrent: 3 })];
    expect(chartLines([{ name: 'All', points }], measureOf(null), NOW)[0]?.values).toEqual([3]);
  });

  test('is drawn as steps, with a gap at each missing value', () => {
    const path = stepPath(
      [2, 0, null, 1],
      (index) => index * 10,
      (value) => 100 - value,
    );
    expect(path).toBe('M0 98H10L10 100H20M30 99H40');
  });

  test('counts no users where their number is not shown', () => {
    expect(measureOf('users').read(hour(0, { distinctUsers: null }))).toBeNull();
    expect(measureOf('hours').read(hour(0, { sessionSeconds: 5_400 }))).toBe(1.5);
  });
});

test('The band of coverage joins hours of which equally much was observed; the future is not unobserved', () => {
  expect(coverageBands(POINTS, NOW)).toEqual([
    { observation: 'all', first: 0, end: 2 },
    { observation: 'none', first: 2, end: 3 },
    { observation: 'part', first: 3, end: 4 },
    { observation: 'future', first: 4, end: 5 },
  ]);
});

test('Bands follow each other without gaps over all points', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 0.3, 1), { minLength: 1, maxLength: 40 }), (shares) => {
      const bands = coverageBands(
        shares.map((observedShare, number) => hour(number, { observedShare })),
        NOW,
      );
      expect(bands.map(({ first }) => first)).toEqual([0, ...bands.slice(0, -1).map(({ end }) => end)]);
      expect(bands.at(-1)?.end).toBe(shares.length);
    }),
  );
});

test('The axis of values begins at 0, has few round steps, and holds the maximum', () => {
  expect(valueTicks(0)).toEqual([0, 1]);
  expect(valueTicks(4)).toEqual([0, 1, 2, 3, 4]);
  expect(valueTicks(206)).toEqual([0, 100, 200, 300]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (max) => {
      const ticks = valueTicks(max);
      expect(ticks[0]).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
    }),
  );
});

describe('Intervals', () => {
  test('begin where those of the gateway begin', () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });
    fc.assert(
      fc.property(instants, fc.constantFrom(...USAGE_INTERVALS), (instant, interval) => {
        expect(intervalBegin(instant, interval)).toBe(bucketsOf(instant, instant + 1, interval).begins[0]);
      }),
    );
  });

  test('of hours are named in the chosen zone, longer ones are those of UTC', () => {
    const berlin = intervalFormat('HOUR', 'Europe/Berlin');
    expect(berlin.point(BEGIN)).toBe('9 Nov 2026, 01:00 – 02:00');
    expect([berlin.tick(BEGIN - HOUR), berlin.tick(BEGIN)]).toEqual(['9 Nov', '01:00']);
    expect(intervalFormat('DAY', 'America/New_York').point(BEGIN)).toBe('9 Nov 2026');
    expect(intervalFormat('WEEK', 'UTC').point(BEGIN)).toBe('Week of 9 Nov 2026');
    expect(intervalFormat('MONTH', 'Asia/Tokyo').point(Date.UTC(2026, 10))).toBe('Nov 2026');
  });

  test('get labels at round hours of the zone, as many as there is room for', () => {
    const begins = Array.from({ length: 48 }, (_, index) => BEGIN + index * HOUR);
    const ticksOf = (zone: string) =>
      tickIndexes(begins, 'HOUR', zone, 6).map((at) => intervalFormat('HOUR', zone).tick(begins[at] ?? 0));
    expect(ticksOf('UTC')).toEqual(['9 Nov', '12:00', '10 Nov', '12:00']);
    expect(ticksOf('Europe/Berlin')).toEqual(['12:00', '10 Nov', '12:00', '11 Nov']);
  });
});

describe('What is chosen', () => {
  test('is in the URL, and comes back from it', () => {
    for (const range of [
      { amount: 36, unit: 'h' },
      { from: '2026-11-09T00:00:00.000Z', to: '2026-11-10T00:00:00.000Z' },
    ] as const) {
      const entries = Object.entries(rangeParams(range)).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      );
      expect(rangeOf(new URLSearchParams(entries))).toEqual(range);
    }
  });

  test.each([
    'last=0d',
    'last=7y',
    'last=9999w',
    'from=2026-11-10&to=2026-11-09',
    'from=x&to=y',
    'from=2020-01-01&to=2026-01-01',
  ])('is a week where the URL has %s', (text) => {
    expect(rangeOf(params(text))).toEqual({ amount: 7, unit: 'd' });
  });

  test('has points that fit its length, whatever the URL asks for', () => {
    const intervalOf = (text: string) => choiceOf(params(text)).interval;
    expect(intervalOf('last=7d')).toBe('HOUR');
    expect(intervalOf('last=90d')).toBe('DAY');
    expect(intervalOf('last=365d')).toBe('WEEK');
    expect(intervalOf('last=365d&interval=month')).toBe('MONTH');
    expect(intervalOf('last=365d&interval=hour')).toBe('WEEK');
    expect(intervalOf('last=1d&interval=week')).toBe('HOUR');
    expect(choiceOf(params('by=resource')).by).toBe('RESOURCE');
    expect(choiceOf(params('by=nothing')).by).toBeNull();
  });

  test('begins with a whole interval where it ends now, and is taken as it is where it has two ends', () => {
    const now = Date.UTC(2026, 10, 27, 10, 42);
    expect(usageWindow(choiceOf(params('last=24h')), now).from).toBe('2026-11-26T10:00:00.000Z');
    expect(usageWindow(choiceOf(params('last=90d')), now).from).toBe('2026-08-29T00:00:00.000Z');
    const fixed = { from: '2026-11-09T00:30:00.000Z', to: '2026-11-10T00:00:00.000Z' };
    expect(usageWindow(choiceOf(params(`from=${fixed.from}&to=${fixed.to}`)), now)).toEqual(fixed);
  });
});

test('A time zone is ahead of UTC by its minutes, in summer and in winter', () => {
  const [winter, summer] = [new Date('2026-01-15T12:00:00Z'), new Date('2026-07-15T12:00:00Z')];
  expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'].map((zone) => zoneOffset(zone, winter))).toEqual([
    0, 60, 330, -300,
  ]);
  expect(zoneOffset('Europe/Berlin', summer)).toBe(120);
});

test('A status is uncertain between the observation that does not have it yet and the one that has it', () => {
  const at = (minutes: number) => new Date(BEGIN + minutes * 60_000).toISOString();
  const spans = [
    { status: 'CONNECTED', from: { after: at(0), before: at(1) }, to: { after: at(5), before: at(6) } },
    { status: 'DISCONNECTED', from: { after: at(5), before: at(6) }, to: null },
  ];
  const minutes = spanSegments(spans, BEGIN + 9 * 60_000).map(({ from, to, status, isCertain }) => [
    (from - BEGIN) / 60_000,
    (to - BEGIN) / 60_000,
    status,
    isCertain,
  ]);
  expect(minutes).toEqual([
    [0, 1, 'CONNECTED', false],
    [1, 5, 'CONNECTED', true],
    [5, 6, 'DISCONNECTED', false],
    [6, 9, 'DISCONNECTED', true],
  ]);
});

test('The file of usage has a row for each point of each series, with all measures and what was observed', () => {
  const points = [hour(0, { peakConcurrent: 2, sessionSeconds: 5_400, observedShare: 0.5 })];
  expect(usageRows('RESOURCE', [{ value: 'design', points }])).toEqual([
    [
      'from',
      'to',
      'resource',
      'peak_concurrent',
      'peak_connected',
      'started',
      'users',
      'session_hours',
      'connected_hours',
      'observed_share',
    ],
    ['2026-11-09T00:00:00.000Z', '2026-11-09T01:00:00.000Z', 'design', '2', '0', '0', '', '1.5', '0', '0.5'],
  ]);
  expect(usageRows(null, [{ value: null, points }])[0]?.slice(0, 3)).toEqual(['from', 'to', 'peak_concurrent']);
});

test('Numbers are short, shares are rounded down: 100 % is all', () => {
  expect([0, 3.25, 1_234.5, null].map(formatValue)).toEqual(['0', '3.3', '1,235', '–']);
  expect([0, 0.001, 0.999, 1].map(formatShare)).toEqual(['0 %', '< 1 %', '99 %', '100 %']);
});
