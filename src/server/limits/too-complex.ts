import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors.ts';

const http = { status: 400, spec: true } as const;

/** A document that is valid, or may be, but too much. */
export function tooComplex(what: string, limit: number, actual?: number): GatewayError {
  const found = actual === undefined ? 'more' : actual;
  const message = `At most ${limit} ${what} are allowed, and there are ${found}.`;
  return new GatewayError('QUERY_TOO_COMPLEX', message, { limit, ...(actual !== undefined && { actual }), http });
}

/** What nests so deep, or is so entangled, that graphql-js ran out of stack; undefined for another error. */
export function outOfStack(error: unknown): GatewayError | undefined {
  if (!(error instanceof RangeError)) return undefined;
  const message = 'The document nests too deep to be read.';
  return new GatewayError('QUERY_TOO_COMPLEX', message, { http }, { cause: error });
}

/** The same as one of the errors of validation, which Yoga adds to. */
export function asValidationError(error: GatewayError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions } });
}
