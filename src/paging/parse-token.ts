import { GatewayError } from '../errors/gateway-error.ts';

/**
 * A token of our own making, which a forged cursor may have replaced by anything.
 *
 * @throws GatewayError INVALID_CURSOR for what is no such token
 */
export function parseToken<Token>(token: string, isToken: (value: unknown) => value is Token): Token {
  try {
    const value: unknown = JSON.parse(token);
    if (isToken(value)) return value;
  } catch {
    // No JSON is no token, either.
  }
  throw new GatewayError('INVALID_CURSOR', 'This cursor cannot be read.');
}
