import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimedUserName, toUserName } from '../../src/sessions/identity.ts';

const DOMAIN = 'example.com';

/** Characters that look like a letter or are invisible, and fold, trim or normalise to another character. */
const TRICKS = [
  ...['\u212a', '\u0131', '\u0130', '\u017f', '\u00a0', '\u3000', '\t', '\n', '\r', ' ', '\ufeff', '\u200b', '\u2060'],
  ...['\u0000', '\uff21', '\uff41', '\uff20', '\uff0f', '\u0301', '\u0307', '\u00c5', '\u212b', '\u00e9', 'e\u0301'],
  ...['\u00df', '\u1e9e', '\ufb01', '\ud835\udc1a', '\ud800', '\u202e', '\u2044', '\\', '/', ':', '@', '%', '+'],
];
const BASES = ['alice', 'Alice', 'ALICE', 'kim', 'alice@example.com', 'ALICE@EXAMPLE.COM', 'alice@corp.example'];
const SHAPES = [
  (name: string) => `arn:aws:sts::123456789012:assumed-role/Ops/${name}`,
  (name: string) => `arn:aws:sts:::assumed-role/x/${name}`,
  (name: string) => `ARN:AWS:STS::999999999999:ASSUMED-ROLE/Ops/${name}`,
  (name: string) => `arn:aws-us-gov:iam::123456789012:user/team/${name}`,
  (name: string) => `arn:aws:iam::123456789012:user/${name}`,
  (name: string) => `CORP\\${name}`,
  (name: string) => `${name}/${name}`,
];

const base = fc.constantFrom(...BASES);
const trick = fc.constantFrom(...TRICKS);
const claim = fc.oneof(
  base,
  fc.tuple(trick, base).map(([at, name]) => at + name),
  fc.tuple(base, trick).map(([name, at]) => name + at),
  fc
    .tuple(base, trick, fc.nat(20))
    .map(([name, at, index]) => name.slice(0, index % name.length) + at + name.slice((index % name.length) + 1)),
  fc.tuple(base, fc.constantFrom(...SHAPES)).map(([name, shape]) => shape(name)),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
);

/** Reference implementation of the name that claims of one user have in common, by letters instead of a regular expression. */
function person(text: string, domain: string): string {
  const lower = [...text].map((at) => (at >= 'A' && at <= 'Z' ? String.fromCharCode(at.charCodeAt(0) + 32) : at));
  const name = lower.join('');
  const isBare = !['@', '\\', ':', '/'].some((at) => name.includes(at));
  return isBare && domain ? `${name}@${domain}` : name;
}

describe.each(['', DOMAIN])('Claims, with the domain "%s"', (domain) => {
  test('are one user only where they differ in ASCII case or the domain', () => {
    fc.assert(
      fc.property(claim, claim, (one, other) => {
        const isOne = claimedUserName(one, domain) === claimedUserName(other, domain);
        expect(isOne).toBe(person(one, domain) === person(other, domain));
      }),
      { numRuns: 20_000 },
    );
  });

  test('match a user of AWS only by its normalised name', () => {
    fc.assert(
      fc.property(
        claim,
        base,
        fc.constantFrom((name: string) => name, ...SHAPES.slice(0, 5)),
        (text, name, shape) => {
          const isOne = claimedUserName(text, domain) === toUserName(shape(name), domain);
          expect(isOne).toBe(person(text, domain) === person(name, domain));
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

test('User ids of AWS are one user only where they differ in ASCII case', () => {
  for (const at of TRICKS) {
    expect(toUserName(`${at}im`, '')).not.toBe(toUserName('kim', ''));
    expect(toUserName(`al${at}ce`, '')).not.toBe(toUserName('alice', ''));
  }
});

test('An empty claim has no user name', () => {
  expect([claimedUserName('', DOMAIN), claimedUserName(null, DOMAIN)]).toEqual([null, null]);
});
