import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./examples/', import.meta.url);
const DAY_MS = 86_400_000;

/** Times in the files, and the days from now that they stand for: an example of the past shows the last 30 days. */
const TIMES = [
  ['2026-11-01T00:00:00Z', -30],
  ['2026-12-01T00:00:00Z', 1],
] as const;

/** Initial tabs of GraphiQL, in the order of their file names: one operation for each task of a new user. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => atTime(readFileSync(new URL(name, FOLDER), 'utf8'), Date.now()));

/** Replaces the times of an example by days around now, at midnight. */
function atTime(text: string, now: number): string {
  return TIMES.reduce((replaced, [time, days]) => {
    const midnight = new Date(Math.floor(now / DAY_MS + days) * DAY_MS);
    return replaced.replaceAll(time, midnight.toISOString().replace('.000Z', 'Z'));
  }, text);
}
