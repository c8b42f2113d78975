import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedEncoding } from '../../../src/server/http/accepted-encoding.ts';

const codings = fc.record({
  name: fc.constantFrom('br', 'gzip', 'x-gzip', 'deflate', 'identity', 'zstd', 'GZIP', 'Br'),
  quality: fc.constantFrom(
    '',
    ';q=1',
    ';q=0.5',
    '; q=0.001',
    ';q=0',
    '; q=0.0',
    ';q=0.000',
    ' ; q=0 ',
    ';Q=0',
    '; Q=0.8',
  ),
});

describe('The encoding of an answer', () => {
  test('is the smallest one that the client accepts, in whatever order and case it names them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(codings, { selector: ({ name }) => name.toLowerCase() }), (all) => {
        const header = all.map(({ name, quality }) => `${name}${quality}`).join(', ');
        const isAccepted = (wanted: string) =>
          all.some(({ name, quality }) => {
            const value = /q=([\d.]+)/i.exec(quality)?.[1];
            return name.toLowerCase() === wanted && Number(value ?? 1) > 0;
          });
        const expected = isAccepted('br') ? 'br' : isAccepted('gzip') || isAccepted('x-gzip') ? 'gzip' : 'identity';
        expect([header, acceptedEncoding(header)]).toEqual([header, expected]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([undefined, '', ',', ';', '*', 'bro', 'brgzip', 'x', 'gzip2', ';q=1,gz'])('is none for %j', (header) => {
    expect(acceptedEncoding(header)).toBe('identity');
  });
});
