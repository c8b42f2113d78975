import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { setContractCodes } from '../../../src/server/errors/contract-codes.ts';

/** Extensions of an error with a code, once it has the code of the contract. */
function extensionsOf(code: string | undefined, data?: Record<string, unknown> | null, more: object = {}) {
  const error = new GraphQLError('x', { extensions: { ...(code !== undefined && { code }), ...more } });
  setContractCodes({ errors: [error], ...(data !== undefined && { data }) });
  return error.extensions;
}
const bad = { code: 'BAD_USER_INPUT', http: { status: 400, spec: true } };

describe('The code of an error', () => {
  test.each(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_'])(
    'of Yoga is that of bad input: %s',
    (code) => {
      expect(extensionsOf(code)).toEqual(bad);
    },
  );

  test.each(['INVALID_ID', 'UPSTREAM_ERROR', 'QUERY_TOO_COMPLEX', 'INTERNAL_SERVER_ERROR', 'graphql_x', 'X_GRAPHQL_'])(
    'of the contract stays: %s',
    (code) => {
      expect(extensionsOf(code)).toEqual({ code });
    },
  );

  test('that is absent stays absent', () => {
    expect(extensionsOf(undefined)).toEqual({});
  });
});

describe('The status of bad input', () => {
  test('is 400 where nothing was executed', () => {
    expect(extensionsOf('BAD_USER_INPUT')).toEqual(bad);
  });

  test.each([[null], [{ fleets: null }]])('is left alone where something was: %j', (data) => {
    expect(extensionsOf('BAD_USER_INPUT', data)).toEqual({ code: 'BAD_USER_INPUT' });
  });

  test('is that of the error, if it has one', () => {
    const http = { status: 405, headers: { allow: 'POST' } };
    expect(extensionsOf('BAD_USER_INPUT', undefined, { http })).toEqual({ code: 'BAD_USER_INPUT', http });
  });
});

test('A result without errors is left alone', () => {
  const result = { data: { a: 1 } };
  setContractCodes(result);
  expect(result).toEqual({ data: { a: 1 } });
});
