import process from 'node:process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { HISTORY_PAGE, historyPage } from '../support/history-query.ts';
import { HOUR, WEEK } from '../support/history-records.ts';
import { type PastSession, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { USAGE, type UsagePoint, type UsageSeries, usageOf } from '../support/usage-query.ts';

const DAY = 24 * HOUR;
const INTERVALS = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
type Interval = (typeof INTERVALS)[number];

/** Days at which a calendar that is not UTC's, or counts days by seconds, goes wrong. */
const ODD_DAYS = {
  'summer time begins in Europe': '2026-03-29T01:00:00Z',
  'summer time ends in Europe': '2026-10-25T01:00:00Z',
  'summer time begins in the United States': '2026-03-08T07:00:00Z',
  'summer time ends in the United States': '2026-11-01T06:00:00Z',
  'a year begins': '2027-01-01T00:00:00Z',
  'a leap day': '2028-02-29T12:00:00Z',
  'no leap day': '2027-02-28T23:00:00Z',
  'a year with 53 weeks ends': '2026-12-31T23:59:59Z',
  'a Monday': '2026-11-09T00:00:00Z',
} as const;
const ODD_TIMES = Object.values(ODD_DAYS).map(Date.parse);

/** Sessions around those days: each begins a few hours before or after one, and lasts up to nine days. */
const lives = ODD_TIMES.flatMap((time, day) =>
  [-31, -7.25, -1, 0, 0.5, 13].map((hours, number) => {
    const begin = time + hours * HOUR;
    return { begin, end: begin + ((day * 7 + number * 31) % 217) * HOUR };
  }),
);
const hoursAfterWeek = (time: number) => (time - WEEK) / HOUR;
/** Those, and one of another fleet that has not ended. */
const sessions: PastSession[] = [
  ...lives.map(({ begin, end }) => ({ from: hoursAfterWeek(begin), to: hoursAfterWeek(end) })),
  { from: -100_000, to: null, fleet: 'office' },
];
const LASTING = `aws-${lives.length}`;

let gateway: TestGateway;
let history: StoreFolder;
const zone = process.env.TZ;
beforeAll(async () => {
  // Where the process runs must not matter.
  process.env.TZ = 'Europe/Berlin';
  expect(new Date('2026-07-01T00:00:00Z').getTimezoneOffset()).toBe(-120);
  history = await sharedHistory(sessions);
  const environment = { GATEWAY_STORE: history.store, GATEWAY_HISTORY_DAYS: '3650' };
  gateway = await startGateway({ live: 'off', environment });
});
afterAll(async () => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  await gateway.close();
  history.remove();
});

async function seriesOf(
  from: string,
  to: string,
  interval: Interval,
  conditions: object = { fleetNames: ['design'] },
): Promise<UsageSeries> {
  const { series } = usageOf(await gateway.query(USAGE, { filter: { from, to, ...conditions }, interval }));
  expect(series).toHaveLength(1);
  return series[0] as UsageSeries;
}

const isMidnight = (time: number) => time % DAY === 0;
const BEGINS: Record<Interval, (time: number) => boolean> = {
  HOUR: () => true,
  DAY: isMidnight,
  WEEK: (time) => isMidnight(time) && new Date(time).getUTCDay() === 1,
  MONTH: (time) => isMidnight(time) && new Date(time).getUTCDate() === 1,
};

/** Edges of the intervals of a window, found by looking at each full hour. */
function edgesOf(from: number, to: number, interval: Interval): number[] {
  const edges = [from];
  for (let time = (Math.floor(from / HOUR) + 1) * HOUR; time < to; time += HOUR)
    if (BEGINS[interval](time)) edges.push(time);
  return [...edges, to];
}

const secondsWithin = (from: number, to: number) =>
  lives.reduce((sum, { begin, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)), 0) / 1_000;
const startsWithin = (from: number, to: number) => lives.filter(({ begin }) => begin >= from && begin < to).length;

/** Text of a time with an offset from UTC, in minutes. */
function textWithOffset(time: number, minutes: number): string {
  const local = new Date(time + minutes * 60_000).toISOString().slice(0, -1);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
}

const offsets = fc.constantFrom(0, 60, 120, 330, 840, -210, -300, -720);
const lengths = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 3 * DAY }));
const long = fc.integer({ min: 1, max: 500 * DAY });

describe('The points of a series', () => {
  test('are the intervals of the UTC calendar, cut at the window, whatever offset its texts have', async () => {
    const windows = fc.record({
      near: fc.constantFrom(...ODD_TIMES),
      shift: fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -3 * DAY, max: 3 * DAY })),
      interval: fc.constantFrom(...INTERVALS),
      short: lengths,
      long,
      offset: offsets,
    });
    await fc.assert(
      fc.asyncProperty(windows, async ({ near, shift, interval, short, long: days, offset }) => {
        const from = near + shift;
        const to = from + (interval === 'HOUR' ? short : days);
        const { points } = await seriesOf(textWithOffset(from, offset), textWithOffset(to, offset), interval);
        const edges = edgesOf(from, to, interval);
        expect(points.map((point) => Date.parse(point.from))).toEqual(edges.slice(0, -1));
        expect(points.map((point) => Date.parse(point.to))).toEqual(edges.slice(1));
        for (const point of points) {
          const [begin, end] = [Date.parse(point.from), Date.parse(point.to)];
          expect(point.sessionSeconds).toBe(secondsWithin(begin, end));
          expect(point.sessionsStarted).toBe(startsWithin(begin, end));
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.entries(ODD_DAYS))('where %s are days of 24 hours', async (_, time) => {
    const midnight = Math.floor(Date.parse(time) / DAY) * DAY;
    const text = (days: number) => new Date(midnight + days * DAY).toISOString();
    const { points } = await seriesOf(text(-1), text(2), 'DAY');
    expect(points.map((point) => (Date.parse(point.to) - Date.parse(point.from)) / HOUR)).toEqual([24, 24, 24]);
    expect((await seriesOf(text(0), text(1), 'HOUR')).points).toHaveLength(24);
  });

  test('of months are as long as the months', async () => {
    const { points } = await seriesOf('2027-01-01T00:00:00Z', '2029-01-01T00:00:00Z', 'MONTH');
    const days = points.map((point) => (Date.parse(point.to) - Date.parse(point.from)) / DAY);
    const year = (february: number) => [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    expect(days).toEqual([...year(28), ...year(29)]);
  });

  test('of weeks begin on Mondays, at the turn of a year, too', async () => {
    const { points } = await seriesOf('2026-12-30T10:00:00Z', '2027-01-12T00:00:00Z', 'WEEK');
    expect(points.map(({ from }) => from.slice(0, 13))).toEqual(['2026-12-30T10', '2027-01-04T00', '2027-01-11T00']);
  });
});

describe('The interval', () => {
  const sum = (points: readonly UsagePoint[], name: 'sessionSeconds' | 'sessionsStarted') =>
    points.reduce((total, point) => total + point[name], 0);

  test('changes how points are cut and nothing of their total', async () => {
    const [from, to] = ['2026-10-20T05:17:00Z', '2026-11-12T03:00:00.500Z'];
    const series = await Promise.all(INTERVALS.map((interval) => seriesOf(from, to, interval)));
    const [{ total }] = series as [UsageSeries];
    expect(total.sessionSeconds).toBe(secondsWithin(Date.parse(from), Date.parse(to)));
    expect(total.sessionsStarted).toBe(startsWithin(Date.parse(from), Date.parse(to)));
    for (const each of series) {
      expect(each.total).toEqual(total);
      expect(sum(each.points, 'sessionSeconds')).toBeCloseTo(total.sessionSeconds, 6);
      expect(sum(each.points, 'sessionsStarted')).toBe(total.sessionsStarted);
      expect(Math.max(...each.points.map(({ peakConcurrent }) => peakConcurrent))).toBe(total.peakConcurrent);
    }
  });
});

describe('A window in which nothing can have been', () => {
  const NOTHING = { peakConcurrent: 0, peakConnected: 0, sessionsStarted: 0, distinctUsers: 0, sessionSeconds: 0 };

  test.each([
    ['of a year below 100', '0050-01-31T00:00:00Z', '0050-03-02T00:00:00Z'],
    ['of the year 0', '0000-01-01T00:00:00Z', '0000-02-01T00:00:01Z'],
    ['around the epoch', '1969-12-31T12:30:00Z', '1970-01-01T13:30:00Z'],
    ['of the future', '2150-12-31T00:00:00Z', '2151-01-02T00:00:00Z'],
    ['of the year 9999', '9999-11-30T00:00:00Z', '9999-12-31T23:59:59Z'],
  ])('%s is zeros in all intervals', async (_, from, to) => {
    for (const interval of INTERVALS) {
      const { total, points } = await seriesOf(from, to, interval, {});
      const edges = edgesOf(Date.parse(from), Date.parse(to), interval);
      expect(points.map((point) => Date.parse(point.from))).toEqual(edges.slice(0, -1));
      for (const point of [total, ...points]) expect(point).toMatchObject(NOTHING);
    }
  });

  test('has no series, and no record, of a session that lasts: it is there until now', async () => {
    const filter = { from: '2150-12-31T00:00:00Z', to: '2151-01-02T00:00:00Z' };
    const { series } = usageOf(await gateway.query(USAGE, { filter, by: ['USER'], interval: 'DAY' }));
    expect(series).toEqual([]);
    const page = historyPage(await gateway.query(HISTORY_PAGE, { filter }));
    expect([page.totalCount, page.edges]).toEqual([0, []]);
    const past = { from: '2020-01-01T00:00:00Z', to: '2024-01-01T00:00:00Z' };
    const until = historyPage(await gateway.query(HISTORY_PAGE, { filter: past }));
    expect(until.edges.map(({ node }: { node: { sessionId: string } }) => node.sessionId)).toEqual([LASTING]);
  });

  test.each([
    ['0000-01-01T00:00:00+23:59', '0000-01-02T00:00:00Z'],
    ['9999-12-31T00:00:00Z', '9999-12-31T23:59:59-23:59'],
  ])('from %s to %s has times that RFC 3339 cannot write: BAD_USER_INPUT', async (from, to) => {
    const { errors } = await gateway.query(USAGE, { filter: { from, to } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
