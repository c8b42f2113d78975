import { expect, test } from 'vitest';
import { changeSize } from '../../src/live/change-size.ts';
import { liveSession, started } from '../support/live-sessions.ts';

const sizeOf = (model: object) => changeSize(started(liveSession(1, { model })));

test('The estimate grows with every value that AWS adds to a session, at any depth', () => {
  const plain = sizeOf({});
  expect(plain).toBeGreaterThan(600);
  expect(sizeOf({ Details: 'x'.repeat(1_000) }) - plain).toBeGreaterThanOrEqual(2_000);
  const deep = {
    Access: { Addresses: Array.from({ length: 100 }, (_, index) => ({ Address: `2001:db8::${index}` })) },
  };
  expect(sizeOf(deep) - plain).toBeGreaterThan(2 * 100 * '2001:db8::0'.length);
});

test('The estimate counts two bytes for a character, so that no script takes more than it says', () => {
  expect(sizeOf({ Reason: '安'.repeat(500) })).toBe(sizeOf({ Reason: 'a'.repeat(500) }));
});
