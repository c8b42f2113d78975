import { GatewayError } from '../errors/gateway-error.ts';

/**
 * Parses a token that the gateway made. A client may have replaced it by anything.
 *
 * @throws GatewayError INVALID_CURSOR unless it is JSON that `isToken` accepts
 */
export function parseToken<Token>(token: string, isToken: (value: unknown) => value is Token): Token {
  try {
    const value: unknown = JSON.parse(token);
    if (isToken(value)) return value;
  } catch {
    // Rejected below.
  }
  throw new GatewayError('INVALID_CURSOR', 'This cursor cannot be read.');
}
