import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';

/** Largest figure in a message: a sum over nested fragments may be infinite. */
const MOST = 1_000_000_000;

const shown = (figure: number): string => (figure < MOST ? `${figure}` : `more than ${MOST}`);

const http = { status: 400, spec: true } as const;

/** Creates the error of a document above a limit. */
export function tooComplex(what: string, limit: number, actual?: number): GatewayError {
  const found = actual === undefined ? 'more' : shown(actual);
  const message = `At most ${limit} ${what} are allowed, and there are ${found}.`;
  const figure = actual !== undefined && { actual: Math.min(actual, MOST) };
  return new GatewayError('QUERY_TOO_COMPLEX', message, { limit, ...figure, http });
}

/**
 * Creates the error of an operation whose cost exceeds a limit.
 *
 * @param could verb of the message: `could take`, `answers with`
 */
export function notWithin(could: string, cost: number, of: string, limit: number): GraphQLError {
  const message = `This ${could} ${shown(cost)} ${of}; ${limit} are allowed. Select fewer items (\`first\`) or fewer fields.`;
  return new GraphQLError(message, {
    originalError: new GatewayError('QUERY_TOO_COMPLEX', message, { cost: Math.min(cost, MOST), limit, http }),
  });
}

/** Translates the stack overflow of graphql-js on a deeply nested document; undefined for any other error. */
export function outOfStack(error: unknown): GatewayError | undefined {
  if (!(error instanceof RangeError)) return undefined;
  const message = 'The document is nested too deeply.';
  return new GatewayError('QUERY_TOO_COMPLEX', message, { http }, { cause: error });
}

/** Wraps the error as a validation error, to which Yoga adds extensions. */
export function asValidationError(error: GatewayError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions } });
}
