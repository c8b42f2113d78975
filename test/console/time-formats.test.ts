import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, timeFormat } from '../../console/src/preferences/format-time.ts';
import { zoneOffset } from '../../console/src/time-range/zone-offset.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
];
const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
const SECONDS = { d: 86_400, h: 3_600, min: 60, s: 1 } as const;

/** Adds up the units of a text: `3 h 12 min`. */
function secondsOf(text: string): number {
  return [...text.matchAll(/(\d+) (d|h|min|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * SECONDS[unit as keyof typeof SECONDS],
    0,
  );
}

describe('A duration', () => {
  test('is written by its two largest units', () => {
    const texts = [0, 0.9, 59, 60, 61, 3_600, 3_661, 86_399, 86_400, 90_061, 8_640_000].map(formatDuration);
    expect(texts).toEqual([
      '0 s',
      '0 s',
      '59 s',
      '1 min',
      '1 min 1 s',
      '1 h',
      '1 h 1 min',
      '23 h 59 min',
      '1 d',
      '1 d 1 h',
      '100 d',
    ]);
  });

  test('is rounded down by less than its second unit, has at most two units, and is never less than none', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 1e8, noNaN: true }), (seconds) => {
        const text = formatDuration(seconds);
        const units = text.split(' ').filter((part) => part in SECONDS) as (keyof typeof SECONDS)[];
        expect(units.length).toBeLessThanOrEqual(2);
        const names = Object.keys(SECONDS) as (keyof typeof SECONDS)[];
        const second = names[Math.min(names.indexOf(units[0] ?? 's') + 1, names.length - 1)] ?? 's';
        const rest = Math.max(0, seconds) - secondsOf(text);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThan(SECONDS[second]);
      }),
    );
  });
});

describe('An instant', () => {
  test('is written in the chosen zone as it is ahead of UTC then, in summer and in winter', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const seconds = Math.floor(instant / 1_000) * 1_000;
        const date = new Date(seconds);
        const shifted = new Date(seconds + zoneOffset(zone, date) * 60_000).toISOString();
        expect(timeFormat(zone).time(date.toISOString())).toBe(shifted.slice(0, 19).replace('T', ' '));
      }),
    );
  });

  test('has its zone and UTC beside it', () => {
    expect(timeFormat('Asia/Kathmandu').full('2026-11-27T10:15:30Z')).toBe(
      '2026-11-27 16:00:30 Asia/Kathmandu (2026-11-27 10:15:30 UTC)',
    );
  });

  test('is unambiguous in UTC where an hour of the zone comes twice', () => {
    const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(timeFormat('Europe/Berlin').full);
    expect(first?.slice(0, 19)).toBe(second?.slice(0, 19));
    expect(first).not.toBe(second);
  });
});
