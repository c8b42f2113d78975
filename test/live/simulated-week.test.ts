import { expect, test } from 'vitest';
import { readCoverage } from '../../src/store/history/coverage/coverage.ts';
import { readUsage } from '../../src/store/history/usage/usage.ts';
import { falseBounds, readStored, type StoredLife } from '../support/recorded-lives.ts';
import { type Period, type SimulatedWeek, type SimulationPlan, simulateWeek } from '../support/simulated-week.ts';
import { peakOf, type TrueSession, trueEnd, trueStart } from '../support/true-sessions.ts';
import { buildWorld } from '../support/world.ts';

const HOUR = 3_600_000;
/** Ends what hangs: 6,000 calls take minutes on a busy machine. Milliseconds. */
const TIMEOUT = 300_000;
/** Longest interval between two scans. Milliseconds. */
const INTERVAL = 60_000;
/** Beyond the simulation, by the time of this machine, too. */
const LATER = new Date(Date.now() + 30 * 24 * HOUR);

const DAYS: SimulationPlan = {
  world: buildWorld().ssmSessions({ count: 10 }).world,
  // A gateway that stops for six hours.
  periods: [
    { hours: 20, isObserved: true },
    { hours: 6, isObserved: false },
    { hours: 22, isObserved: true },
  ],
  // Shells that are open for hours.
  speed: 0.1,
  intervalMs: INTERVAL,
  environment: { GATEWAY_SERVICES: 'SSM' },
};

const HOURS: SimulationPlan = {
  world: buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 5, MaxExpirationTime: LATER })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 5, ExpirationTime: LATER }).world,
  periods: [
    { hours: 3, isObserved: true },
    { hours: 1, isObserved: false },
    { hours: 2, isObserved: true },
  ],
  speed: 1,
  intervalMs: INTERVAL,
  environment: { GATEWAY_SERVICES: 'APPSTREAM,WORKSPACES', GATEWAY_APPSTREAM_AUTH_TYPES: 'API,SAML,USERPOOL' },
};

type Interval = readonly [from: number, to: number];

/** The times with a gateway. */
function observedIntervals(periods: readonly Period[], from: number): readonly Interval[] {
  let at = from;
  return periods.flatMap(({ hours, isObserved }) => {
    const interval = [at, at + hours * HOUR] as const;
    at = interval[1];
    return isObserved ? [interval] : [];
  });
}

const overlap = ([from, to]: Interval, [begin, end]: Interval) =>
  Math.max(0, Math.min(to, end) - Math.max(from, begin));
const lifeOf = (session: TrueSession): Interval => [trueStart(session), trueEnd(session)];

/** Sure and possible parts of the life of a recorded session. */
function lives({ record }: StoredLife, to: number): { readonly sure: Interval; readonly possible: Interval } {
  const [startedAfter, startedBefore] = [record.started_after ?? record.started_before, record.started_before];
  const [endedAfter, endedBefore] =
    record.ended_before === null ? [to, to] : [record.ended_after ?? 0, record.ended_before];
  return {
    sure: [Number(startedBefore), Number(endedAfter)],
    possible: [Number(startedAfter), Number(endedBefore)],
  };
}

/** Hourly peaks of the truth, of what is sure and possible by the bounds, and of the usage that the gateway reports. */
async function hourlyPeaks(week: SimulatedWeek, stored: readonly StoredLife[]) {
  const { from, to, truth, sql } = week;
  const usage = await readUsage(sql, { filter: { from, to }, interval: 'HOUR', by: [] }, to, { maxPoints: 1_000 });
  if ('tooManySeries' in usage) throw new Error('There are too many points.');
  const coverage = await readCoverage(sql, { from, to, now: to, maxAgeMs: INTERVAL * 1.5 });
  const bounds = stored.map((each) => lives(each, to));
  const recorded = new Set(stored.map(({ id }) => id));
  return usage.buckets.begins.map((begin, hour) => {
    const end = begin + HOUR;
    const peakIn = (intervals: readonly Interval[]) => peakOf(intervals, begin, end);
    return {
      hour,
      observed: coverage.map((place) => place.shareOf(begin, end)),
      reported: usage.series[0]?.sessions.peaks[hour] ?? 0,
      least: peakIn(bounds.map(({ sure }) => sure)),
      most: peakIn(bounds.map(({ possible }) => possible)),
      crossing: bounds.filter(({ sure, possible }) =>
        [[possible[0], sure[0]] as const, [sure[1], possible[1]] as const].some(
          ([after, before]) => after < before && after < end && before > begin,
        ),
      ).length,
      truly: peakIn([...truth.values()].map(lifeOf)),
      missed: [...truth].filter(([id, each]) => !recorded.has(id) && overlap(lifeOf(each), [begin, end]) > 0).length,
    };
  });
}

test.each([
  ['Two days of SSM', DAYS],
  ['Six hours of AppStream and pools', HOURS],
])(
  '%s is recorded with bounds that contain what really happened, and use that differs by no more than they do',
  { timeout: TIMEOUT },
  async (_title, plan) => {
    const week = await simulateWeek(plan);
    const { truth, from, to } = week;
    const observed = observedIntervals(plan.periods, from);
    expect(to - from).toBe(plan.periods.reduce((sum, { hours }) => sum + hours * HOUR, 0));
    const stored = await readStored(week);
    expect(stored.length).toBeGreaterThan(90);
    expect(stored.flatMap(falseBounds)).toEqual([]);

    const recorded = new Set(stored.map(({ id }) => id));
    const missed = [...truth].filter(
      ([id, session]) => !recorded.has(id) && observed.some((each) => overlap(lifeOf(session), each) > 2 * INTERVAL),
    );
    expect(missed).toEqual([]);

    const hours = await hourlyPeaks(week, stored);
    expect(hours).toHaveLength((to - from) / HOUR);
    for (const { hour, reported, truly, least, most, crossing, missed: unseen, observed: shares } of hours) {
      expect([hour, reported >= least, reported <= most]).toEqual([hour, true, true]);
      expect([hour, truly >= least, truly <= most + unseen]).toEqual([hour, true, true]);
      expect([hour, Math.abs(reported - truly) <= crossing + unseen]).toEqual([hour, true]);
      // Two thirds of the last minute of a gateway and more are not observed: it has not scanned again.
      const isObserved = observed.some(
        (each) => overlap(each, [from + hour * HOUR, from + (hour + 1) * HOUR]) === HOUR,
      );
      for (const share of shares) {
        if (isObserved) expect(share).toBeGreaterThan(0.97);
        else expect(share).toBe(0);
      }
      expect(shares.length).toBeGreaterThan(0);
    }
  },
);
