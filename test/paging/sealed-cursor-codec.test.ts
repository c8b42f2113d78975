import { describe, expect, test } from 'vitest';
import { START } from '../../src/paging/position.ts';
import { sealedCursorCodec } from '../../src/paging/sealed-cursor-codec.ts';

const SECRET = 'a secret of sixteen or more';
const POSITION = {
  trail: { pages: 3, mark: 'ABCDEFGH' },
  token: JSON.stringify([0, [['APPSTREAM', 'secret-fleet'], null, 'token']]),
  shown: { hashes: 'abcdefgh12345678', settled: 1 },
};

describe('A sealed cursor', () => {
  test('is decoded by every process with the same secret, and by none with another', () => {
    const cursor = sealedCursorCodec(SECRET).encode('list', POSITION);
    expect(sealedCursorCodec(SECRET).decode('list', cursor)).toEqual(POSITION);
    for (const other of [sealedCursorCodec(`${SECRET}!`), sealedCursorCodec(), sealedCursorCodec('')]) {
      expect(() => other.decode('list', cursor)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
    }
  });

  test('without a secret is decoded by the process that made it', () => {
    const codec = sealedCursorCodec();
    expect(codec.decode('list', codec.encode('list', START))).toEqual(START);
  });

  test('reveals nothing by its content, its length, or its likeness to another', () => {
    const codec = sealedCursorCodec(SECRET);
    const cursor = codec.encode('list', POSITION);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('secret-fleet');
    expect(codec.encode('list', POSITION)).not.toBe(cursor);
    const short = codec.encode('list', { ...START, token: 'a' });
    expect(short).toHaveLength(cursor.length);
  });

  test('is INVALID_CURSOR for another list, altered anywhere, cut or garbled', () => {
    const codec = sealedCursorCodec(SECRET);
    const cursor = codec.encode('list', POSITION);
    const altered = Array.from(
      cursor,
      (letter, at) => cursor.slice(0, at) + (letter === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
    );
    const rejected = [
      ...altered,
      `${cursor}=`,
      `.${cursor}`,
      cursor.slice(1),
      cursor.slice(0, -4),
      '',
      'x',
      'A'.repeat(200),
    ];
    for (const text of rejected) {
      expect(() => codec.decode('list', text)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
    }
    expect(() => codec.decode('other', cursor)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });
});
