import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { decodePosition, encodePosition } from '../../../src/schema/live/live-position.ts';

const logOf = (id: string) => ({ changes: { id } });

describe('A position', () => {
  test('is decoded to its revision, whatever was encoded before and by which caller', () => {
    const codecs = [cursorCodec('one'), cursorCodec('other')].map((cursors) => ({ cursors }));
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
    const context = { cursors: cursorCodec('secret') };
    const [first, again, next] = [7, 7, 8].map((revision) => encodePosition(revision, logOf('a'), context));
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  test('says nothing of the store to its reader but in a signed text', () => {
    const cursors = cursorCodec('secret');
    const position = encodePosition(7, logOf('a'), { cursors });
    const forged = position.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(() => decodePosition(forged, logOf('a'), { cursors })).toThrow('This cursor does not belong');
  });
});
