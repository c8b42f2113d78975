import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';

/**
 * The last word on errors: what leaves the process carries a code of the contract, and nothing of ours. An error that
 * nobody foresaw is told by a reference, under which the log has the rest.
 */
export function maskErrors(log: Log) {
  return (error: unknown): Error => {
    const cause = rootOf(error);
    if (cause instanceof GatewayError) {
      log.debug({ code: cause.code, err: cause }, 'refused');
      return error instanceof GraphQLError ? error : withCode(cause.message, cause.extensions, undefined);
    }
    // graphql-js and Yoga themselves: a document or a variable that is not as it must be.
    if (cause instanceof GraphQLError) return withCode(cause.message, badInput(cause.extensions), cause);

    const reference = randomUUID();
    log.error({ reference, err: cause }, 'unforeseen error');
    const located = error instanceof GraphQLError ? error : undefined;
    return withCode('Something went wrong in the gateway.', { code: 'INTERNAL_SERVER_ERROR', reference }, located);
  };
}

/** The code that an error will have once it is masked, for who sees it before. */
export function codeOf(error: unknown): string {
  const cause = rootOf(error);
  if (cause instanceof GatewayError) return cause.code;
  return cause instanceof GraphQLError ? String(cause.extensions.code ?? 'BAD_USER_INPUT') : 'INTERNAL_SERVER_ERROR';
}

/** The error under what graphql-js wraps around it to say where it happened. */
function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error;
}

function badInput(extensions: GraphQLError['extensions']): GraphQLError['extensions'] {
  // `http` is the status, which Yoga takes out; what else Yoga says is of its own working.
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
