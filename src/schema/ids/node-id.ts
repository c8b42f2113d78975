import { GatewayError } from '../../errors/gateway-error.ts';

/** Decoded id. */
export interface DecodedId {
  readonly typename: string;
  /** As the type's `id` resolver made it: see `nodeKey`. */
  readonly id: string;
}

/** A user name of 2,048 characters, which is as long as an ARN may be, in any script. */
const MAX_LENGTH = 16_384;

const TAKEN_APART = /^([A-Za-z]+)(\[.*\])$/s;

/** The typename and the key, URL-safe: base64url has no `+`, `/` or `=`. */
export function encodeId(typename: string, key: string | number | bigint): string {
  return Buffer.from(`${typename}${key}`).toString('base64url');
}

/** @throws GatewayError INVALID_ID for anything that `encodeId` did not make, and for another spelling of what it made. */
export function decodeId(id: string): DecodedId {
  if (id.length > MAX_LENGTH) throw invalidId();
  const [, typename, key] = TAKEN_APART.exec(Buffer.from(id, 'base64url').toString()) ?? [];
  if (typename === undefined || key === undefined || encodeId(typename, key) !== id) throw invalidId();
  return { typename, id: key };
}

export function invalidId(): GatewayError {
  return new GatewayError('INVALID_ID', 'This is not an id of this gateway.');
}
