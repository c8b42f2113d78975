import { GatewayError } from '../errors/gateway-error.ts';

/** Returns a part of a key that every id of its type has. @throws GatewayError INVALID_ID where it is missing */
export function requiredPart(part: string | null | undefined): string {
  if (!part) throw new GatewayError('INVALID_ID', 'This is not an id of this gateway.');
  return part;
}
