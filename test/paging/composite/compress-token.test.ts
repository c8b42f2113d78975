import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compress, decompress } from '../../../src/paging/composite/compress-token.ts';

describe('A token', () => {
  test('is the same after it was compressed, whatever it is', () => {
    const text = fc.oneof(
      fc.json(),
      fc
        .tuple(fc.json(), fc.integer({ min: 1, max: 400 }))
        .map(([json, count]) => `[${Array(count).fill(json).join()}]`),
      fc.integer({ min: 990, max: 1_010 }).map((length) => `[${'9'.repeat(length)}]`),
    );
    fc.assert(
      fc.property(text, (json) => {
        const token = compress(json);
        expect(decompress(token)).toBe(json);
        expect(token.length).toBeLessThanOrEqual(json.length);
      }),
      { numRuns: 200 },
    );
  });

  test('of a few hundred names is a fraction of them, and URL-safe', () => {
    const names = JSON.stringify(Array.from({ length: 300 }, (_, number) => ['APPSTREAM', `fleet-${number}`]));
    expect(compress(names)).toMatch(/^z[\w-]+$/);
    expect(compress(names).length).toBeLessThan(names.length / 3);
  });

  test('that is short, or would not become shorter, is left as it is', () => {
    expect(compress('[1]')).toBe('[1]');
    const noise = JSON.stringify(
      Array.from({ length: 300 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7_919) % 20_000))),
    );
    expect(decompress(compress(noise))).toBe(noise);
  });

  test('does not depend on which was compressed before', () => {
    const [one, other] = ['a', 'b'].map((letter) => `["${letter.repeat(2_000)}"]`) as [string, string];
    const alone = compress(one);
    compress(other);
    expect(compress(one)).toBe(alone);
    expect(compress(other)).not.toBe(alone);
  });
});

describe('A token that a client made', () => {
  test.each(['z', 'z!', 'zAAAA', `z${'A'.repeat(5_000)}`, 'z💥'])('and that is damaged is empty: %s', (token) => {
    expect(decompress(token)).toBe('');
  });

  test('and that would take memory without end is empty', () => {
    const bomb = deflateRawSync(Buffer.alloc(64 * 1_048_576)).toString('base64url');
    expect(bomb.length).toBeLessThan(131_072);
    expect(decompress(`z${bomb}`)).toBe('');
  });
});
