import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renewed } from '../../../src/aws/accounts/renewing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A source of numbered things that last an hour, which tests may let fail. */
function source() {
  const state = { fetches: 0, failing: false };
  const current = renewed(async () => {
    state.fetches += 1;
    if (state.failing) throw new Error(`failure ${state.fetches}`);
    return { number: state.fetches, expiration: new Date(Date.now() + HOUR) };
  });
  return { state, number: async () => (await current()).number };
}

test('However many ask at once, it is fetched once', async () => {
  const { state, number } = source();
  expect(await Promise.all([number(), number(), number()])).toEqual([1, 1, 1]);
  expect(state.fetches).toBe(1);
});

test('What never expires is fetched once', async () => {
  let fetches = 0;
  const current = renewed(async () => {
    fetches += 1;
    return { expiration: undefined };
  });
  await current();
  vi.setSystemTime(1000 * HOUR);
  await current();
  expect(fetches).toBe(1);
});

test('Within five minutes of its end the old one serves while the new one is fetched', async () => {
  const { number } = source();
  await number();
  vi.setSystemTime(55 * MINUTE - 1);
  expect([await number(), await number()]).toEqual([1, 1]);
  vi.setSystemTime(55 * MINUTE);
  expect([await number(), await number()]).toEqual([1, 2]);
});

test('Within a minute of its end, and behind it, no caller is given the old one', async () => {
  const { number } = source();
  await number();
  vi.setSystemTime(59 * MINUTE);
  expect(await number()).toBe(2);
  vi.setSystemTime(10 * HOUR);
  expect(await number()).toBe(3);
});

test('A failure is told to all who waited, and forgotten', async () => {
  const { state, number } = source();
  state.failing = true;
  const waiting = await Promise.allSettled([number(), number()]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  state.failing = false;
  expect(await number()).toBe(2);
});

test('A renewal that fails reaches no caller while the old one serves, and rests for five seconds', async () => {
  const { state, number } = source();
  await number();
  state.failing = true;
  vi.setSystemTime(56 * MINUTE);
  expect([await number(), await number(), await number()]).toEqual([1, 1, 1]);
  expect(state.fetches).toBe(2);
  vi.setSystemTime(56 * MINUTE + 5_000);
  expect([await number(), await number()]).toEqual([1, 1]);
  expect(state.fetches).toBe(3);
  vi.setSystemTime(59 * MINUTE);
  await expect(number()).rejects.toThrow('failure 4');
});
