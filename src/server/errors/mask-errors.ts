import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';

/**
 * Masks errors before they leave the process: each has a code of the contract. An unexpected error becomes
 * INTERNAL_SERVER_ERROR with a reference, under which it is logged.
 */
export function maskErrors(log: Log) {
  return (error: unknown): Error => {
    const cause = rootOf(error);
    if (cause instanceof GatewayError) {
      log.debug({ code: cause.code, err: cause }, 'rejected');
      return error instanceof GraphQLError ? error : withCode(cause.message, cause.extensions, undefined);
    }
    // Errors of graphql-js and Yoga are those of an invalid document or variable.
    if (cause instanceof GraphQLError) return withCode(cause.message, badInput(cause.extensions), cause);

    const reference = randomUUID();
    log.error({ reference, err: cause }, 'unexpected error');
    const located = error instanceof GraphQLError ? error : undefined;
    return withCode('Something went wrong in the gateway.', { code: 'INTERNAL_SERVER_ERROR', reference }, located);
  };
}

/** Returns the code that an error has once it is masked. */
export function codeOf(error: unknown): string {
  const cause = rootOf(error);
  if (cause instanceof GatewayError) return cause.code;
  return cause instanceof GraphQLError ? String(cause.extensions.code ?? 'BAD_USER_INPUT') : 'INTERNAL_SERVER_ERROR';
}

/** Unwraps the error that graphql-js has located. */
function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error;
}

function badInput(extensions: GraphQLError['extensions']): GraphQLError['extensions'] {
  // Yoga removes `http`, the status; its other extensions are internal.
  return { http: extensions.http, code: 'BAD_USER_INPUT' };
}

function withCode(message: string, extensions: object, located: GraphQLError | undefined): GraphQLError {
  return new GraphQLError(message, {
    nodes: located?.nodes,
    source: located?.source,
    positions: located?.positions,
    path: located?.path,
    extensions: { ...extensions },
  });
}
