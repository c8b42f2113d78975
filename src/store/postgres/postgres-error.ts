import { StoreError } from '../store-error.ts';

/**
 * SQLSTATE, which the server sends: the connection then is as before. Other errors are those of the network and the driver, such
 * as `EPIPE`, which has no digit.
 */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** Returns true if a connection can be used after an error: the server has answered, and has not said that it ends it. */
export function isUsableAfter(thrown: unknown): boolean {
  const { code } = thrown as { readonly code?: unknown };
  // 57P01 to 57P03: the server shuts down, has crashed, or starts.
  return typeof code === 'string' && SQLSTATE.test(code) && !code.startsWith('57P') && code !== '25P03';
}

/** Translates an error of `pg`. */
export function toPostgresError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const { message, code } = thrown as Error & { readonly code?: unknown };
  return new StoreError(message, typeof code === 'string' ? code : 'CONNECTION_LOST', { cause: thrown });
}
