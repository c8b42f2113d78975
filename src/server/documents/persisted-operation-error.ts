import { type ErrorCode, GatewayError } from '../../errors/gateway-error.ts';

/** Creates the error of a persisted operation that cannot be executed, with its HTTP status. */
export function persistedOperationError(code: ErrorCode, message: string, status: number): GatewayError {
  return new GatewayError(code, message, { http: { status, spec: true } });
}
