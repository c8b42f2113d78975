import { GatewayError } from '../../errors/gateway-error.ts';

/** Decoded id. */
export interface DecodedId {
  readonly typename: string;
  /** Key within the type: see `nodeKey`. */
  readonly id: string;
}

/** Most characters of an id: enough for a user name of 2,048 characters (the limit of an ARN) in any script. */
const MAX_LENGTH = 16_384;

const TAKEN_APART = /^([A-Za-z]+)(\[.*\])$/s;

/** Encodes typename and key as URL-safe text: base64url has no `+`, `/` or `=`. */
export function encodeId(typename: string, key: string | number | bigint): string {
  return Buffer.from(`${typename}${key}`).toString('base64url');
}

/** Decodes an id. @throws GatewayError INVALID_ID for text that `encodeId` did not return, other spellings of an id included */
export function decodeId(id: string): DecodedId {
  if (id.length > MAX_LENGTH) throw invalidId();
  const [, typename, key] = TAKEN_APART.exec(Buffer.from(id, 'base64url').toString()) ?? [];
  if (typename === undefined || key === undefined || encodeId(typename, key) !== id) throw invalidId();
  return { typename, id: key };
}

export function invalidId(): GatewayError {
  return new GatewayError('INVALID_ID', 'This is not an id of this gateway.');
}
