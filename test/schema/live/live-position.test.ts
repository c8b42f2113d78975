import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { sealedCursorCodec } from '../../../src/paging/sealed-cursor-codec.ts';
import { decodePosition, encodePosition } from '../../../src/schema/live/live-position.ts';

const logOf = (id: string) => ({ changes: { id } });

describe('A position', () => {
  test('is decoded to its revision, whatever was encoded before and by which caller', () => {
    const codecs = [cursorCodec('one'), cursorCodec('other')].map((cursors) => ({ cursors, own: null }));
    const uses = fc.array(fc.record({ codec: fc.nat({ max: 1 }), id: fc.constantFrom('a', 'b'), revision: fc.nat(3) }));
    fc.assert(
      fc.property(uses, (all) => {
        const positions = all.map(({ codec, id, revision }) =>
          encodePosition(revision, logOf(id), codecs[codec] as (typeof codecs)[0]),
        );
        for (const [index, { codec, id, revision }] of all.entries()) {
          const own = codecs[codec] as (typeof codecs)[0];
          const position = positions[index] as string;
          expect(decodePosition(position, logOf(id), own)).toBe(revision);
          expect(decodePosition(position, logOf(id === 'a' ? 'b' : 'a'), own)).toBeNull();
          const foreign = codecs[1 - codec] as (typeof codecs)[0];
          expect(() => decodePosition(position, logOf(id), foreign)).toThrow('This cursor does not belong');
        }
      }),
    );
  });

  test('is the same text for all subscriptions of a moment, and another one for the next', () => {
    const context = { cursors: cursorCodec('secret'), own: null };
    const [first, again, next] = [7, 7, 8].map((revision) => encodePosition(revision, logOf('a'), context));
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  test('is another text each time for a self-scoped caller', () => {
    const context = { cursors: sealedCursorCodec('secret'), own: { userName: 'alice@example.com', has: () => true } };
    const [one, other] = [7, 7].map((revision) => encodePosition(revision, logOf('a'), context));
    expect(other).not.toBe(one);
  });

  test('says nothing of the store to its reader but in a signed text', () => {
    const cursors = cursorCodec('secret');
    const position = encodePosition(7, logOf('a'), { cursors, own: null });
    const forged = position.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(() => decodePosition(forged, logOf('a'), { cursors })).toThrow('This cursor does not belong');
  });
});
