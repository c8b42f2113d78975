import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { keyHash } from '../../src/paging/key-hash.ts';
import { START } from '../../src/paging/position.ts';
import { MAX_SHOWN } from '../../src/paging/shown-keys.ts';

const invalid = expect.objectContaining({ code: 'INVALID_CURSOR' });
const positions = fc.record({
  trail: fc.record({ pages: fc.nat(999_999), mark: fc.oneof(fc.constant(''), fc.string().map(keyHash)) }),
  token: fc.option(fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed())),
  shown: fc
    .tuple(fc.array(fc.string().map(keyHash), { maxLength: MAX_SHOWN }), fc.integer({ min: -999_999, max: MAX_SHOWN }))
    .map(([hashes, settled]) => ({ hashes: hashes.join(''), settled: Math.min(settled, hashes.length) })),
});

describe.each([
  ['without a secret', ''],
  ['with a secret', 'sixteen letters!'],
])('A cursor %s', (_title, secret) => {
  const cursors = cursorCodec(secret);

  test('is URL-safe and decodes to the position it was encoded from', () => {
    fc.assert(
      fc.property(fc.string(), positions, (sourceId, position) => {
        const cursor = cursors.encode(sourceId, position);
        expect(cursor).toMatch(/^[\w.-]+$/);
        expect(cursors.decode(sourceId, cursor)).toEqual(position);
      }),
    );
  });

  test('is INVALID_CURSOR with another field or other arguments', () => {
    const cursor = cursors.encode('fleets', { ...START, token: 'abc' });
    expect(() => cursors.decode('stacks', cursor)).toThrow(invalid);
  });

  test('is INVALID_CURSOR when any one character of it is changed, lost or doubled', () => {
    const cursor = cursors.encode('fleets', {
      ...START,
      token: 'a token',
      shown: { hashes: keyHash('a') + keyHash('b'), settled: 1 },
    });
    for (let at = 0; at < cursor.length; at += 1) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      for (const middle of [other, '', `${cursor[at]}${cursor[at]}`]) {
        expect(() => cursors.decode('fleets', cursor.slice(0, at) + middle + cursor.slice(at + 1))).toThrow(invalid);
      }
    }
  });

  test('is INVALID_CURSOR when it is garbage', () => {
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        expect(() => cursors.decode('fleets', garbage)).toThrow(invalid);
      }),
    );
    for (const garbage of [
      '',
      '.',
      '..',
      'null',
      '.....AAAAAAAAAAAAAAAA',
      '.0..AAAAAAAAAAAAAAAA',
      'x'.repeat(100_000),
      '.'.repeat(1_000_000),
    ]) {
      expect(() => cursors.decode('fleets', garbage)).toThrow(invalid);
    }
  });
});

test('Without a secret, cursors are signed with a random key of the process', () => {
  const own = cursorCodec();
  expect(own.decode('fleets', own.encode('fleets', START))).toEqual(START);
  for (const other of [cursorCodec(), cursorCodec('')]) {
    expect(() => own.decode('fleets', other.encode('fleets', START))).toThrow(invalid);
  }
});

test('With GATEWAY_CURSOR_SECRET set, a cursor made without it or with another is INVALID_CURSOR', () => {
  const signed = cursorCodec('sixteen letters!');
  expect(() => signed.decode('fleets', cursorCodec().encode('fleets', START))).toThrow(invalid);
  expect(() => signed.decode('fleets', cursorCodec('sixteen letters?').encode('fleets', START))).toThrow(invalid);
});
