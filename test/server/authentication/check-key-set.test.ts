import type { JSONWebKeySet } from 'jose';
import { describe, expect, test } from 'vitest';
import { checkKeySet } from '../../../src/server/authentication/check-key-set.ts';
import { newKey } from '../../support/issuer.ts';

const ALGORITHMS = ['RS256', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const check = (...keys: object[]) => checkKeySet({ keys } as JSONWebKeySet);

describe.each(ALGORITHMS)('A key set with a key for %s', (algorithm) => {
  test('is accepted, with an identifier and algorithm or without', async () => {
    const { jwk } = await newKey('first', algorithm);
    const { kid: _kid, alg: _alg, use: _use, ...bare } = jwk;
    expect(() => check(jwk)).not.toThrow();
    expect(() => check(jwk, bare)).not.toThrow();
  });

  test('is rejected if any member of the key is missing, or is no text', async () => {
    const { jwk } = await newKey('first', algorithm);
    const members = ['n', 'e', 'crv', 'x', 'y'].filter((name) => name in jwk);
    expect(members.length).toBeGreaterThanOrEqual(2);
    for (const member of members) {
      const { [member as 'n']: _left, ...rest } = jwk;
      expect(() => check(jwk, rest)).toThrow();
      if (member !== 'crv') expect(() => check(jwk, { ...rest, [member]: 1 })).toThrow();
    }
  });
});

describe('A key set', () => {
  test('may have keys that sign no token: of other types and curves, and for encryption', () => {
    const others = [
      { kty: 'oct', k: 'AAAA' },
      { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' },
      { kty: 'EC', crv: 'P-999' },
    ];
    expect(() => check(...others, { kty: 'RSA', use: 'enc' })).not.toThrow();
    expect(() => check()).not.toThrow();
  });

  test.each([[null], [{}], [{ keys: 1 }], [{ keys: [null] }], [{ keys: ['x'] }], [[]]])('is not %j', (keySet) => {
    expect(() => checkKeySet(keySet as unknown as JSONWebKeySet)).toThrow();
  });
});
