import { expect, test } from 'vitest';
import { readCoverage } from '../../src/store/history/coverage/coverage.ts';
import { readUsage } from '../../src/store/history/usage/usage.ts';
import { falseBounds, pausesOf, readStored, type StoredLife } from '../support/recorded-lives.ts';
import { type Period, type SimulatedWeek, type SimulationPlan, simulateWeek } from '../support/simulated-week.ts';
import { peakOf, type TrueSession, trueEnd, trueStart } from '../support/true-sessions.ts';
import { buildWorld } from '../support/world.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Ends what hangs: thousands of calls take minutes on a busy machine. Milliseconds. */
const TIMEOUT = 300_000;
/** Beyond the simulation, by the time of this machine, too. */
const LATER = new Date(Date.now() + 30 * 24 * HOUR);

/** Sessions of a fleet and of a pool that AWS does not end. */
const fleetAndPool = (ofFleet: number, ofPool: number) =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: ofFleet, MaxExpirationTime: LATER })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: ofPool, ExpirationTime: LATER });

const WEEK: SimulationPlan = {
  world: fleetAndPool(2, 1).ssmSessions({ count: 1 }).workspaces(1).world,
  // A gateway that stops on Thursday for six hours.
  periods: [
    { hours: 75, isObserved: true },
    { hours: 6, isObserved: false },
    { hours: 87, isObserved: true },
  ],
  // Users who stay for hours.
  speed: 1 / 12,
  intervalMinutes: 20,
  environment: { GATEWAY_APPSTREAM_AUTH_TYPES: 'API,SAML,USERPOOL' },
};

const HOURS: SimulationPlan = {
  world: fleetAndPool(3, 3).world,
  periods: [
    { hours: 1, isObserved: true },
    { hours: 1, isObserved: false },
    { hours: 1, isObserved: true },
  ],
  speed: 1,
  intervalMinutes: 1,
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
async function hourlyPeaks(week: SimulatedWeek, stored: readonly StoredLife[], maxAgeMs: number) {
  const { from, to, truth, sql } = week;
  const usage = await readUsage(sql, { filter: { from, to }, interval: 'HOUR', by: [] }, to, { maxPoints: 1_000 });
  if ('tooManySeries' in usage) throw new Error('There are too many points.');
  const coverage = await readCoverage(sql, { from, to, now: to, maxAgeMs });
  const bounds = stored.map((each) => lives(each, to));
  const recorded = new Set(stored.flatMap(({ sessions }) => sessions));
  const missed = truth.all.filter((each) => !recorded.has(each));
  const trueLives = [...stored.map((each) => each.truth), ...missed].map(lifeOf);
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
      truly: peakIn(trueLives),
      missed: missed.filter((each) => overlap(lifeOf(each), [begin, end]) > 0).length,
    };
  });
}

test.each([
  ['A week of all services', WEEK, 90],
  ['Three hours of AppStream and pools', HOURS, 30],
])(
  '%s is recorded with bounds that contain what really happened, and use that differs by no more than they do',
  { timeout: TIMEOUT },
  async (_title, plan, fewest) => {
    const week = await simulateWeek(plan);
    const { truth, from, to } = week;
    const observed = observedIntervals(plan.periods, from);
    expect(to - from).toBe(plan.periods.reduce((sum, { hours }) => sum + hours * HOUR, 0));
    const stored = await readStored(week);
    expect(stored.length).toBeGreaterThan(fewest);
    expect(stored.flatMap(falseBounds)).toEqual([]);

    const intervalMs = plan.intervalMinutes * MINUTE;
    const isSeen = (interval: Interval) => observed.some((each) => overlap(interval, each) > 2 * intervalMs);
    const recorded = new Set(stored.flatMap(({ sessions }) => sessions));
    const missed = truth.all.filter((session) => !recorded.has(session) && isSeen(lifeOf(session)));
    expect(missed).toEqual([]);
    expect(stored.flatMap(pausesOf).filter(isSeen)).toEqual([]);

    const hours = await hourlyPeaks(week, stored, 1.5 * intervalMs);
    expect(hours).toHaveLength((to - from) / HOUR);
    for (const { hour, reported, truly, least, most, crossing, missed: unseen, observed: shares } of hours) {
      expect([hour, reported >= least, reported <= most]).toEqual([hour, true, true]);
      expect([hour, truly >= least, truly <= most + unseen]).toEqual([hour, true, true]);
      expect([hour, Math.abs(reported - truly) <= crossing + unseen]).toEqual([hour, true]);
      // Most of the last interval of a gateway, and what of the first one comes before its first scan, are not observed.
      const isObserved = observed.some(
        (each) => overlap(each, [from + hour * HOUR, from + (hour + 1) * HOUR]) === HOUR,
      );
      for (const share of shares) {
        if (isObserved) expect(share).toBeGreaterThan(1 - intervalMs / HOUR);
        else expect(share).toBe(0);
      }
      expect(shares.length).toBeGreaterThan(0);
    }
  },
);
