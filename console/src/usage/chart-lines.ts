import { observationOf } from './coverage-bands.ts';
import type { Measure, UsagePoint } from './measures.ts';

/** Series of a chart. */
export interface ChartLine {
  readonly name: string;
  /** Values of the points; null where there is none to show: it was not observed, or is not known. */
  readonly values: readonly (number | null)[];
}

interface Series {
  readonly name: string;
  readonly points: readonly UsagePoint[];
}

/**
 * Makes lines of series. A value of zero in a point that was not observed is none; more than zero is what was seen of it.
 *
 * @param now milliseconds of the epoch; later points have no value
 */
export function chartLines(series: readonly Series[], measure: Measure, now: number): readonly ChartLine[] {
  return series.map(({ name, points }) => ({ name, values: points.map((point) => shownValue(point, measure, now)) }));
}

function shownValue(point: UsagePoint, measure: Measure, now: number): number | null {
  const value = measure.read(point);
  const observation = observationOf(point, now);
  if (observation === 'future') return null;
  return observation === 'none' && value === 0 ? null : value;
}

/**
 * Draws a line as steps, one a point, with a gap where there is no value.
 *
 * @param xOf left edge of a point; that of the number of points is the right edge of the last
 * @returns data of an SVG path
 */
export function stepPath(
  values: readonly (number | null)[],
  xOf: (index: number) => number,
  yOf: (value: number) => number,
): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? 'L' : 'M'}${xOf(index)} ${yOf(value)}H${xOf(index + 1)}`;
    isDrawing = true;
  });
  return path;
}

/** Round values for the axis from 0 to a maximum, some four of them; 0 and 1 at least. */
export function valueTicks(max: number): readonly number[] {
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  // Sessions and users are whole; a quarter of one would only be noise.
  const step = max <= 4 ? 1 : factor * power;
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
