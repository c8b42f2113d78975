import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { decodeId, encodeId } from '../../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../../src/schema/relay/node.ts';

const SCOPE = { accountId: '123456789012', region: 'eu-west-1' };
const RUNS = { numRuns: 10_000 };

const typenames = fc.stringMatching(/^[A-Za-z]{1,30}$/);
/** Text as AWS may send it: any Unicode that UTF-8 can carry. */
const text = fc.string({ unit: 'binary' });
const keyParts = fc.array(fc.option(text), { maxLength: 6 });

function rejectionOf(id: string): unknown {
  try {
    return decodeId(id);
  } catch (error) {
    return error instanceof GatewayError ? error.code : error;
  }
}

describe('An id', () => {
  test('is read back as what it was made of, and is URL-safe', () => {
    fc.assert(
      fc.property(typenames, keyParts, (typename, parts) => {
        const key = nodeKey(SCOPE, ...parts);
        const id = encodeId(typename, key);
        expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(encodeURIComponent(id)).toBe(id);
        expect(decodeId(id)).toEqual({ typename, id: key });
        expect(JSON.parse(decodeId(id).id)).toEqual([SCOPE.accountId, SCOPE.region, ...parts]);
      }),
      RUNS,
    );
  });

  test('is another for another thing, and the same for the same thing', () => {
    fc.assert(
      fc.property(typenames, keyParts, typenames, keyParts, (typename, parts, otherName, otherParts) => {
        const [one, other] = [
          encodeId(typename, nodeKey(SCOPE, ...parts)),
          encodeId(otherName, nodeKey(SCOPE, ...otherParts)),
        ];
        const isSame = typename === otherName && JSON.stringify(parts) === JSON.stringify(otherParts);
        expect(one === other).toBe(isSame);
      }),
      RUNS,
    );
  });

  test.each(['CORP\\alice', 'böb', '😀@example.com', '"quoted"', "o'hara", ']["', '\u0000', '', '  ', 'a/b+c=d', '\n'])(
    'holds the user id %j',
    (userId) => {
      const key = nodeKey(SCOPE, 'Design', userId);
      expect(JSON.parse(decodeId(encodeId('PoolSession', key)).id)[3]).toBe(userId);
    },
  );

  test('tells a part that AWS left out from an empty one', () => {
    expect(nodeKey(SCOPE, undefined)).toBe(nodeKey(SCOPE, null));
    expect(nodeKey(SCOPE, null)).not.toBe(nodeKey(SCOPE, ''));
  });
});

describe('Anything else is INVALID_ID', () => {
  test('any text', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.base64String(), fc.stringMatching(/^[\w-]*$/)), (garbage) => {
        const answer = rejectionOf(garbage);
        // What is no rejection is an id in its one spelling, however unlikely.
        if (answer !== 'INVALID_ID') {
          const { typename, id } = answer as ReturnType<typeof decodeId>;
          expect(encodeId(typename, id)).toBe(garbage);
        }
      }),
      RUNS,
    );
  });

  test('any other spelling of an id: a character changed, added or taken away', () => {
    const someId = fc
      .tuple(typenames, keyParts)
      .map(([typename, parts]) => encodeId(typename, nodeKey(SCOPE, ...parts)));
    const edit = fc.tuple(fc.nat(), fc.constantFrom('A', 'z', '=', '+', '/', ' ', '\n', '.', ''), fc.boolean());
    fc.assert(
      fc.property(someId, edit, (id, [at, character, inPlace]) => {
        const index = at % (id.length + 1);
        const edited = id.slice(0, index) + character + id.slice(inPlace ? index + 1 : index);
        const answer = rejectionOf(edited);
        if (edited === id || answer === 'INVALID_ID') return;
        const { typename, id: key } = answer as ReturnType<typeof decodeId>;
        expect(encodeId(typename, key)).toBe(edited);
      }),
      RUNS,
    );
  });

  const fleet = encodeId('Fleet', nodeKey(SCOPE, 'design'));
  test.each([
    ['nothing', ''],
    ['padding', `${fleet}=`],
    ['space around it', ` ${fleet}`],
    ['a line break at the end', `${fleet}\n`],
    [
      'the letters of base64 in place of base64url',
      encodeId('Fleet', '["???>>>"]').replaceAll('_', '/').replaceAll('-', '+'),
    ],
    ['bits behind the end that say nothing', sameBytes(encodeId('Fleet', '["a"]'))],
    [
      'bytes that are no UTF-8',
      Buffer.from([...Buffer.from('Fleet["'), 0xff, ...Buffer.from('"]')]).toString('base64url'),
    ],
    ['a type without a key', encodeId('Fleet', '')],
    ['a key without a type', encodeId('', '["a"]')],
    ['a type that is no name', encodeId('Fl eet', '["a"]')],
    ["another gateway's id", Buffer.from('Fleet:12').toString('base64url')],
  ])('%s', (_what, id) => {
    expect(rejectionOf(id)).toBe('INVALID_ID');
  });

  test('and the rejection does not repeat it', () => {
    expect(() => decodeId('<script>')).toThrow(/^This is not an id of this gateway\.$/);
  });
});

/** The same bytes by another last character: base64 ignores the bits that fill it up. */
function sameBytes(id: string): string {
  const bytes = Buffer.from(id, 'base64url').toString('hex');
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].map((last) => id.slice(0, -1) + last);
  const other = others.find(
    (spelling) => spelling !== id && Buffer.from(spelling, 'base64url').toString('hex') === bytes,
  );
  if (other === undefined) throw new Error(`${id} has one spelling only.`);
  return other;
}
