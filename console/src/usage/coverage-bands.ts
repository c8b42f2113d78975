/** Observed part of an interval. */
export type Observation = 'all' | 'part' | 'none' | 'future';

/** Consecutive points of which equally much was observed. */
export interface CoverageBand {
  readonly observation: Observation;
  /** Number of the first point, and of the one behind the last. */
  readonly first: number;
  readonly end: number;
}

interface Observed {
  readonly from: string;
  readonly observedShare: number;
}

/** Share from which a point counts as observed as a whole: a scan that is a second late is no gap. */
const ALL = 0.995;

/** Says how much of a point was observed. What has not been yet cannot be unobserved. */
export function observationOf({ from, observedShare }: Observed, now: number): Observation {
  if (Date.parse(from) >= now) return 'future';
  if (observedShare >= ALL) return 'all';
  return observedShare > 0 ? 'part' : 'none';
}

/** Joins consecutive points of the same observation. */
export function coverageBands(points: readonly Observed[], now: number): readonly CoverageBand[] {
  const bands: CoverageBand[] = [];
  points.forEach((point, index) => {
    const observation = observationOf(point, now);
    const last = bands.at(-1);
    if (last?.observation === observation) bands[bands.length - 1] = { ...last, end: index + 1 };
    else bands.push({ observation, first: index, end: index + 1 });
  });
  return bands;
}
