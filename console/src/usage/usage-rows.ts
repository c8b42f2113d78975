import { MEASURES, type UsagePoint } from './measures.ts';

interface Series {
  /** Value of the dimension; null for sessions without one. */
  readonly value: string | null;
  readonly points: readonly UsagePoint[];
}

/** Writes series as rows of a CSV file: a header, and one row for each point. Times are in UTC. */
export function usageRows(dimension: string | null, series: readonly Series[]): readonly (readonly string[])[] {
  const ofDimension = (text: string) => (dimension === null ? [] : [text]);
  const header = [
    'from',
    'to',
    ...ofDimension((dimension ?? '').toLowerCase()),
    ...MEASURES.map(({ column }) => column),
    'observed_share',
  ];
  const rows = series.flatMap(({ value, points }) =>
    points.map((point) => [
      point.from,
      point.to,
      ...ofDimension(value ?? ''),
      ...MEASURES.map(({ read }) => textOf(read(point))),
      textOf(point.observedShare),
    ]),
  );
  return [header, ...rows];
}

/** Writes a number with at most four decimals. */
function textOf(value: number | null): string {
  return value === null ? '' : String(Math.round(value * 10_000) / 10_000);
}
