import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { oldestByFormula, simulateScans } from '../../../bench/support/scan-simulation.ts';

/** Rows of the table of simulated locations: sessions, calls a second, calls of a scan, calls made, ages, formula. */
const rows = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| [\d,]+ \| \d+ \| [\d,]+ \| [\d.]+ \| /.test(line))
  .map((line) => line.slice(2, -2).split(' | '));
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600 };

const numberOf = (text = '') => Number(text.replaceAll(',', ''));
function secondsOf(text = ''): number {
  const [value, unit = ''] = text.split(' ');
  return Number(value) * (SECONDS[unit] ?? Number.NaN);
}

/** Locations that are simulated within a moment. */
const small = rows.filter(([sessions]) => numberOf(sessions) <= 1_000 || sessions === '10,000').slice(0, 10);

test('docs/scale.md has the ages of locations of 100 to 10,000,000 sessions', () => {
  expect(rows.map(([sessions]) => numberOf(sessions))).toEqual(
    expect.arrayContaining([100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]),
  );
  expect(small).toHaveLength(10);
});

test.each(small)(
  'The simulation of %s sessions at %s calls a second gives the figures of docs/scale.md',
  async (...row) => {
    const [sessions, limit, callsPerScan, callsPerSecond, median, oldest, formula] = row;
    const figures = await simulateScans({ sessions: numberOf(sessions), callsPerSecond: Number(limit) });
    expect(figures.callsPerScan).toBe(numberOf(callsPerScan));
    expect(figures.callsPerSecond / Number(callsPerSecond)).toBeCloseTo(1, 0.5);
    expect(figures.medianAgeMs / 1_000 / secondsOf(median)).toBeCloseTo(1, 0.5);
    expect(figures.oldestAgeMs / 1_000 / secondsOf(oldest)).toBeCloseTo(1, 0.5);
    expect(oldestByFormula(figures.callsPerScan, Number(limit)) / 1_000 / secondsOf(formula)).toBeCloseTo(1, 0.5);
  },
);

test('No location makes more calls than its budget, and no source becomes older than the formula says, by an eighth', () => {
  for (const [, limit, , callsPerSecond, , oldest, formula] of rows) {
    expect(Number(callsPerSecond)).toBeLessThanOrEqual(Number(limit));
    expect(secondsOf(oldest)).toBeLessThanOrEqual(secondsOf(formula) * 1.125);
  }
});
