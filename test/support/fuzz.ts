import fc from 'fast-check';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { encodeId } from '../../src/schema/ids/node-id.ts';

/** Anything in the location of a text, and some texts that a careless reader trips over. */
export const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '__proto__',
    'constructor',
    'null',
    '[]',
    '{}',
    '\u0000',
    '\ud800',
    '..',
    '%00',
    'x'.repeat(5_000),
  ),
);

/** A text with one thing wrong: cut, doubled, or a letter changed. */
function damaged(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.constantFrom('cut', 'double', 'change', 'drop'),
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
    )
    .map(([text, location, how, letter]) => {
      const at = text.length === 0 ? 0 : location % text.length;
      if (how === 'cut') return text.slice(0, at);
      if (how === 'double') return text + text.slice(at);
      return text.slice(0, at) + (how === 'change' ? letter : '') + text.slice(at + 1);
    });
}

/** JSON of the shape of `sample`, with some of its parts replaced by anything. */
function misshapen(sample: unknown): fc.Arbitrary<unknown> {
  const anything = fc.jsonValue({ maxDepth: 2 });
  const intact = { arbitrary: fc.constant(sample), weight: 6 };
  if (Array.isArray(sample)) {
    const parts = fc.tuple(...sample.map((part) => misshapen(part)));
    const others = fc.tuple(parts, fc.nat(8), fc.nat(2)).map(([list, from, count]) => list.toSpliced(from, count));
    return fc.oneof({ arbitrary: parts, weight: 6 }, others, anything);
  }
  const near = typeof sample === 'number' ? fc.constantFrom(-1, 0, 1, 1.5, 2 ** 53, sample + 1) : oddText;
  return fc.oneof(intact, near, fc.constant(null), anything);
}

/** The secret of the gateway that is fuzzed, so that what is in a cursor can be forged, too. */
export const FUZZ_SECRET = 'a secret of many letters';

/** Cursors: noise, genuine ones that are damaged, and forged ones with any token. */
export function oddCursor(genuine: readonly string[], sourceId: string, token: string | null): fc.Arbitrary<string> {
  const { encode } = cursorCodec(FUZZ_SECRET);
  const forged = fc.oneof(
    oddText,
    fc.json(),
    misshapen(token === null ? null : safeJson(token)).map((value) => JSON.stringify(value)),
    fc.constant(token ?? ''),
  );
  const shown = fc.constantFrom(
    { hashes: '', settled: 0 },
    { hashes: 'abcdefgh', settled: 1 },
    { hashes: 'abc', settled: -9 },
  );
  return fc.oneof(
    oddText,
    damaged(genuine),
    fc
      .tuple(forged, shown)
      .map(([text, known]) => encode(sourceId, { token: text, shown: known, trail: { pages: 1, mark: '' } })),
  );
}

/** Ids: noise, genuine ones that are damaged, and forged ones of every type with any key. */
export function oddId(genuine: readonly string[], typenames: readonly string[]): fc.Arbitrary<string> {
  const keys = genuine.map(
    (id) => JSON.parse(/\[.*\]$/s.exec(Buffer.from(id, 'base64url').toString())?.[0] ?? '[]') as unknown,
  );
  const typename = fc.oneof({ arbitrary: fc.constantFrom(...typenames), weight: 8 }, oddText);
  const key = fc.oneof(
    { arbitrary: fc.constantFrom(...keys).chain(misshapen), weight: 8 },
    fc.array(fc.option(oddText), { maxLength: 8 }),
    fc.jsonValue(),
  );
  return fc.oneof(oddText, damaged(genuine), {
    arbitrary: fc.tuple(typename, key).map(([name, parts]) => encodeId(name, JSON.stringify(parts))),
    weight: 3,
  });
}

/** Any value of a variable: of its type, beside it, or JSON of any shape. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  oddText,
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    1,
    201,
    2 ** 31,
    1e21,
    0.5,
    'ACTIVE',
    'UNKNOWN',
    'CONNECTED',
    'APPSTREAM',
    '2026-11-02T09:00:00Z',
    'eu-west-1',
  ),
  fc.array(oddText, { maxLength: 3 }),
);

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
