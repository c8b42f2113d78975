import { createPublicKey } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, type JWK } from 'jose';

/** Key types of the accepted algorithms, with their curves (RFC 7518 §6, RFC 8037). Verifiers ignore keys of other types (RFC 7517 §5). */
const CURVES: Readonly<Record<string, readonly unknown[]>> = {
  RSA: [],
  EC: ['P-256', 'P-384', 'P-521', undefined],
  OKP: ['Ed25519', undefined],
};

/** @throws Error for what is no key set, or has a key for signatures whose members are missing or invalid */
export function checkKeySet(keySet: JSONWebKeySet): void {
  createLocalJWKSet(keySet);
  for (const key of keySet.keys) if (signs(key)) createPublicKey({ key: { ...key }, format: 'jwk' });
}

function signs({ kty, use, crv }: JWK): boolean {
  const curves = CURVES[kty ?? ''];
  return use !== 'enc' && curves !== undefined && (curves.length === 0 || curves.includes(crv));
}
