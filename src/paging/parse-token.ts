import { GatewayError } from '../errors.ts';

/** A token of our own making, which a forged cursor may have replaced by anything. */
export function parseToken<Token>(token: string): Token {
  try {
    return JSON.parse(token) as Token;
  } catch (cause) {
    throw new GatewayError('INVALID_CURSOR', 'This cursor cannot be read.', undefined, { cause });
  }
}
