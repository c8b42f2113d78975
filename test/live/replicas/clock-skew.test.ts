import { expect, test } from 'vitest';
import { clockSkew } from '../../../src/live/replicas/clock-skew.ts';
import { createLog } from '../../../src/log/log.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;

/** Compares a virtual clock with that of a database, which is ahead of it by some time, and answers after another. */
function compared() {
  const virtual = virtualClock();
  const clock = { ...virtual, wall: virtual.now };
  const database = { aheadMs: 0, answerMs: 0, isAway: false };
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const replicas = {
    async now() {
      if (database.isAway) throw new Error('away');
      await new Promise<void>((resolve) => clock.schedule(resolve, database.answerMs / 2));
      const at = clock.wall() + database.aheadMs;
      await new Promise<void>((resolve) => clock.schedule(resolve, database.answerMs / 2));
      return at;
    },
  };
  const skew = clockSkew({ replicas, clock, log });
  skew.start();
  return { skew, database, lines, minute: () => virtual.run(virtual.now() + 1.5 * MINUTE) };
}

test.each([
  [0, 0],
  [1_900, 1_900],
  [-1_900, 1_900],
])('A clock that differs by %i ms is not logged', async (aheadMs, most) => {
  const { skew, database, lines, minute } = compared();
  database.aheadMs = aheadMs;
  await minute();
  expect(Math.abs(skew.aheadMs)).toBe(most);
  expect(lines).toEqual([]);
});

test.each([
  [5_000, -5],
  [-5_000, 5],
])(
  'A database that is ahead by %i ms is logged once, and once when the clocks agree again',
  async (aheadMs, seconds) => {
    const { skew, database, lines, minute } = compared();
    database.aheadMs = aheadMs;
    await minute();
    await minute();
    expect(lines).toMatchObject([{ level: 'warn', seconds }]);
    expect(skew.aheadMs).toBe(-aheadMs);
    database.aheadMs = 0;
    await minute();
    await minute();
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  },
);

test('A slow answer is no evidence: the difference may be that of the way', async () => {
  const { database, lines, minute } = compared();
  database.answerMs = 10_000;
  database.aheadMs = 4_000;
  await minute();
  expect(lines).toEqual([]);
});

test('A database that is away leaves the last comparison, and is asked again', async () => {
  const { skew, database, minute } = compared();
  database.aheadMs = 1_000;
  await minute();
  database.isAway = true;
  await minute();
  expect(skew.aheadMs).toBe(-1_000);
  database.isAway = false;
  database.aheadMs = 500;
  await minute();
  expect(skew.aheadMs).toBe(-500);
});

test('Closed, it compares no more', async () => {
  const { skew, database, minute } = compared();
  await minute();
  skew.close();
  database.aheadMs = 9_000;
  await minute();
  expect(skew.aheadMs).toBe(0);
});
