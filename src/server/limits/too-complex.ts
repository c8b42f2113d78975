import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';

/** Figures beyond this say nothing more to anybody, and a sum over fragments of fragments may not be finite. */
const MOST = 1_000_000_000;

const told = (figure: number): string => (figure < MOST ? `${figure}` : `more than ${MOST}`);

const http = { status: 400, spec: true } as const;

/** A document that is valid, or may be, but too much. */
export function tooComplex(what: string, limit: number, actual?: number): GatewayError {
  const found = actual === undefined ? 'more' : told(actual);
  const message = `At most ${limit} ${what} are allowed, and there are ${found}.`;
  const figure = actual !== undefined && { actual: Math.min(actual, MOST) };
  return new GatewayError('QUERY_TOO_COMPLEX', message, { limit, ...figure, http });
}

/**
 * Tells an operation from those that may be executed, as the error that answers it.
 *
 * @param could what it could do, or did, with so many of them
 */
export function notWithin(could: string, cost: number, of: string, limit: number): GraphQLError {
  const message = `This ${could} ${told(cost)} ${of}; ${limit} are allowed. Ask for fewer items (\`first\`), or for less of each.`;
  return new GraphQLError(message, {
    originalError: new GatewayError('QUERY_TOO_COMPLEX', message, { cost: Math.min(cost, MOST), limit, http }),
  });
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
