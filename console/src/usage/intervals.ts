/** Lengths of the points of a series, in UTC. */
export const INTERVALS = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type Interval = (typeof INTERVALS)[number];

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The epoch began on a Thursday; weeks begin on Monday. */
const MONDAY_MS = -3 * DAY_MS;

export function isInterval(text: string): text is Interval {
  return (INTERVALS as readonly string[]).includes(text);
}

/** Returns the begin of the interval that an instant is in. Milliseconds of the epoch. */
export function intervalBegin(instant: number, interval: Interval): number {
  const floor = (length: number, origin = 0) => origin + Math.floor((instant - origin) / length) * length;
  if (interval === 'HOUR') return floor(HOUR_MS);
  if (interval === 'DAY') return floor(DAY_MS);
  if (interval === 'WEEK') return floor(7 * DAY_MS, MONDAY_MS);
  const date = new Date(instant);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Writes instants on an axis and in a list of points. */
export interface IntervalFormat {
  /** `27 Nov 2026, 10:00 – 11:00`, `27 Nov 2026`, `Week of 23 Nov 2026`, `Nov 2026`. */
  point(from: number): string;
  /** `10:00`, `27 Nov`, `Nov 2026`: the day where one begins. */
  tick(from: number): string;
  /** True if a label at this point begins with a round time: `every` hours, days, weeks or months. */
  isRound(from: number, index: number, every: number): boolean;
}

/**
 * Formats points of an interval. Hours are shown in a time zone; days and longer are those of UTC, whatever the zone is.
 *
 * @param zone IANA name
 */
export function intervalFormat(interval: Interval, zone: string): IntervalFormat {
  const timeZone = interval === 'HOUR' ? zone : 'UTC';
  const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const day = formatter({ day: 'numeric', month: 'short' });
  const date = formatter({ day: 'numeric', month: 'short', year: 'numeric' });
  const month = formatter({ month: 'short', year: 'numeric' });
  const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (interval === 'HOUR') {
    return {
      point: (from) => `${date.format(from)}, ${clock.format(from)} – ${clock.format(from + HOUR_MS)}`,
      tick: (from) => (clock.format(from).startsWith('00:') ? day.format(from) : clock.format(from)),
      isRound: (from, _index, every) => {
        const hour = Number(clock.format(from).slice(0, 2));
        const days = every / 24;
        return days <= 1 ? hour % every === 0 : hour === 0 && Math.round(from / DAY_MS) % days === 0;
      },
    };
  }
  const isRound = (_from: number, index: number, every: number) => index % every === 0;
  if (interval === 'MONTH') return { point: (from) => month.format(from), tick: (from) => month.format(from), isRound };
  const point = (from: number) => `${interval === 'WEEK' ? 'Week of ' : ''}${date.format(from)}`;
  return { point, tick: (from) => day.format(from), isRound };
}

const STEPS: Readonly<Record<Interval, readonly number[]>> = {
  HOUR: [1, 2, 3, 6, 12, 24, 48, 96, 168, 336],
  DAY: [1, 2, 7, 14, 28, 56, 112],
  WEEK: [1, 2, 4, 8, 13, 26],
  MONTH: [1, 2, 3, 6, 12],
};

/**
 * Chooses the points that get a label on the axis.
 *
 * @param begins begins of all points, in order
 * @param most labels that there is room for
 * @returns numbers of points
 */
export function tickIndexes(
  begins: readonly number[],
  interval: Interval,
  zone: string,
  most: number,
): readonly number[] {
  const { isRound } = intervalFormat(interval, zone);
  const every = STEPS[interval].find((step) => begins.length / step <= Math.max(1, most)) ?? begins.length;
  return begins.flatMap((begin, index) => (isRound(begin, index, every) ? [index] : []));
}
