/** Shortest time between two scans of a source: of one in which something has changed. Milliseconds. */
export const MIN_INTERVAL_MS = 5_000;
/** Longest time between two scans. Milliseconds. */
const MAX_INTERVAL_MS = 60_000;
/** Growth of the interval of a source in which nothing has changed, or that fails. */
const GROWTH = 1.5;
/** Share of the maximum age that an interval may take: the rest is for the scan itself, and for waiting for its turn. */
const SHARE_OF_AGE = 2 / 3;

/** Shortest time between two lists of the sources of a location. Milliseconds. */
const MIN_DISCOVERY_MS = 15_000;
/** Shortest time between two lists of the sources of a group, such as the associations of a fleet. Milliseconds. */
const MIN_GROUP_MS = 60_000;
/** Longest time between any two reads. Milliseconds. */
const MAX_DISCOVERY_MS = 10 * 60_000;
/** Share of the budget that listing the direct children of a location takes, and listing those below. */
const SHARE_OF_BUDGET = 0.1;

/** Returns the next interval of a source. @param hasChanged true if its last scan found a change */
export function nextInterval(intervalMs: number, hasChanged: boolean, maxAgeMs: number): number {
  const longest = Math.max(MIN_INTERVAL_MS, Math.min(MAX_INTERVAL_MS, maxAgeMs * SHARE_OF_AGE));
  return hasChanged ? MIN_INTERVAL_MS : Math.min(longest, intervalMs * GROWTH);
}

/** Returns the interval at which calls that find sources take a tenth of the budget. @param calls AWS calls of one pass */
export function discoveryInterval(calls: number, callsPerSecond: number): number {
  return intervalOf(calls, callsPerSecond, MIN_DISCOVERY_MS);
}

/** The same for groups. @param groups number of groups, each of which takes about one call */
export function groupInterval(groups: number, callsPerSecond: number): number {
  return intervalOf(groups, callsPerSecond, MIN_GROUP_MS);
}

function intervalOf(calls: number, callsPerSecond: number, shortest: number): number {
  const affordable = (1_000 * calls) / (SHARE_OF_BUDGET * callsPerSecond);
  return Math.min(MAX_DISCOVERY_MS, Math.max(shortest, affordable));
}
