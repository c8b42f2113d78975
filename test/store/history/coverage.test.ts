import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlaceCoverage, readCoverage } from '../../../src/store/history/coverage/coverage.ts';
import type { SqlConnection, SqlRow } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, WEEK } from '../../support/history-records.ts';

const MINUTE = 60_000;
const NOW = WEEK + 10 * HOUR;
const PLACE = { service: 'APPSTREAM', account_id: '111111111111', region: 'eu-west-1' };

const observed = (source: string, from: number, to: number): SqlRow => ({
  ...PLACE,
  source_id: source,
  from_at: WEEK + from * HOUR,
  to_at: WEEK + to * HOUR,
});

const window = { from: WEEK, to: NOW, now: NOW, maxAgeMs: MINUTE };

async function shares(rows: readonly SqlRow[], ...windows: readonly (readonly [number, number])[]): Promise<number[]> {
  const connection = await historyDatabase();
  await insert(connection, 'observed', rows);
  const [place] = (await readCoverage(connection, window)) as [PlaceCoverage];
  return windows.map(([from, to]) => place.shareOf(WEEK + from * HOUR, WEEK + to * HOUR));
}

describe('The share of a time that was observed', () => {
  test('is 1 where all sources were scanned often enough, and 0 where no gateway ran', async () => {
    const rows = [observed('a', 0, 2), observed('a', 8, 10), observed('b', 0, 2), observed('b', 8, 10)];
    expect(await shares(rows, [0, 2], [2, 8], [0, 8], [8, 10])).toEqual([1, 0, 0.25, 1]);
  });

  test('is 0 before the first scan, and while a source alone is not scanned it is the share of the others', async () => {
    expect(await shares([observed('a', 5, 10)], [0, 5], [0, 10])).toEqual([0, 0.5]);
    expect(await shares([observed('a', 0, 10), observed('b', 0, 4), observed('b', 6, 10)], [4, 6], [0, 10])).toEqual([
      0.5, 0.9,
    ]);
  });

  test('does not count a source before it existed, nor once it was removed', async () => {
    expect(await shares([observed('a', 0, 10), observed('new', 4, 10), observed('removed', 0, 3)], [0, 10])).toEqual([
      1,
    ]);
  });

  test('counts a source that exists and is not scanned as not observed', async () => {
    const connection = await historyDatabase();
    await insert(connection, 'observed', [observed('a', 0, 10), observed('failing', 0, 4)]);
    await insert(connection, 'source', [{ id: 'failing', ...PLACE, state: '{}', stamp: 1 }]);
    const [place] = (await readCoverage(connection, window)) as [PlaceCoverage];
    expect(place.shareOf(WEEK + 4 * HOUR, NOW)).toBe(0.5);
  });

  test('reaches until now where the last scan is younger than the maximum age', async () => {
    const connection = await historyDatabase();
    const until = (age: number) => ({ ...observed('a', 0, 0), to_at: NOW - age });
    await insert(connection, 'observed', [until(MINUTE)]);
    const shareOf = async (from: SqlConnection) =>
      ((await readCoverage(from, window)) as [PlaceCoverage])[0].shareOf(WEEK, NOW);
    expect(await shareOf(connection)).toBe(1);
    await connection.run('update observed set to_at = $1', [NOW - 2 * MINUTE]);
    expect(await shareOf(connection)).toBeCloseTo(1 - 2 / 600);
  });
});

interface Scan {
  readonly source: string;
  readonly from: number;
  readonly minutes: number;
}

/** Drops scans that overlap an earlier one of their source: the store merges such. */
function apart(all: readonly Scan[]): readonly Scan[] {
  const kept: Scan[] = [];
  for (const scan of all.toSorted((one, other) => one.from - other.from)) {
    const last = kept.findLast(({ source }) => source === scan.source);
    if (!last || scan.from > last.from + last.minutes) kept.push(scan);
  }
  return kept;
}

test('Shares of random scans are what looking at each moment gives', async () => {
  const scans = fc.array(
    fc.record({
      source: fc.constantFrom('a', 'b', 'c'),
      from: fc.integer({ min: -20, max: 70 }),
      minutes: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(scans, async (all) => {
      const sorted = apart(all);
      const connection = await historyDatabase();
      const at = (minute: number) => WEEK + minute * MINUTE;
      await insert(
        connection,
        'observed',
        sorted.map(({ source, from, minutes }) => ({
          ...PLACE,
          source_id: source,
          from_at: at(from),
          to_at: at(from + minutes),
        })),
      );
      const isSeen = (minute: number, source: string) =>
        sorted.some((scan) => scan.source === source && minute >= scan.from && minute < scan.from + scan.minutes);
      const isKnown = (minute: number, source: string) => {
        const own = sorted.filter((scan) => scan.source === source);
        return own.some(({ from }) => from <= minute) && own.some(({ from, minutes }) => from + minutes > minute);
      };
      const sum = Array.from({ length: 60 }, (_, minute) => {
        const known = ['a', 'b', 'c'].filter((source) => isKnown(minute, source));
        return known.length === 0 ? 0 : known.filter((source) => isSeen(minute, source)).length / known.length;
      }).reduce((total, share) => total + share, 0);
      const places = await readCoverage(connection, {
        from: WEEK,
        to: WEEK + HOUR,
        now: WEEK + 24 * HOUR,
        maxAgeMs: MINUTE,
      });
      const share = places[0]?.shareOf(WEEK, WEEK + HOUR) ?? 0;
      expect(share).toBeCloseTo(sum / 60);
    }),
    { numRuns: 200 },
  );
});
