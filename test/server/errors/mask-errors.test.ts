import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { createLog } from '../../../src/log/log.ts';
import { setContractCodes } from '../../../src/server/errors/contract-codes.ts';
import { codeOf, maskErrors } from '../../../src/server/errors/mask-errors.ts';

const SECRET = 'secret of https://internal.example';

function masked(error: unknown) {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const result = maskErrors(log)(error) as GraphQLError;
  expect(result).toBeInstanceOf(GraphQLError);
  return { result, shown: result.toJSON(), lines };
}

/** Locates an error as graphql-js does that a resolver has thrown, so many times. */
function located(originalError: Error, times = 1): GraphQLError {
  const document = parse('{ fleets { nodes { name } } }');
  let error = originalError;
  for (let time = 0; time < times; time += 1)
    error = new GraphQLError(error.message, { nodes: document.definitions[0], path: ['fleets'], originalError: error });
  return error as GraphQLError;
}

describe('An unexpected error', () => {
  const errors = [
    new Error(SECRET),
    new TypeError(SECRET),
    located(new Error(SECRET)),
    located(new Error(SECRET), 3),
    SECRET,
    null,
    { SECRET },
  ];

  test.each(errors)('is INTERNAL_SERVER_ERROR with a reference that the log has: %o', (error) => {
    const { shown, lines } = masked(error);
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(shown).toMatchObject({
      message: 'Something went wrong in the gateway.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(lines).toMatchObject([{ level: 'error', msg: 'unexpected error', reference: shown.extensions?.reference }]);
    expect(String(shown.extensions?.reference)).toMatch(/^[\da-f-]{36}$/);
    expect(codeOf(error)).toBe('INTERNAL_SERVER_ERROR');
  });

  test('keeps where it happened in the document, and has another reference each time', () => {
    const [one, other] = [masked(located(new Error(SECRET))), masked(located(new Error(SECRET)))];
    expect(one.shown).toMatchObject({ path: ['fleets'], locations: [{ line: 1, column: 1 }] });
    expect(one.shown.extensions?.reference).not.toBe(other.shown.extensions?.reference);
  });
});

describe('An error of the gateway', () => {
  const error = new GatewayError(
    'NOT_FOUND',
    'There is no such fleet.',
    { retryable: false },
    { cause: new Error(SECRET) },
  );

  test.each([error, located(error), located(error, 2)])(
    'has its own message and code, and its cause only in the log: %o',
    (given) => {
      const { shown, lines } = masked(given);
      expect(shown).toMatchObject({
        message: 'There is no such fleet.',
        extensions: { code: 'NOT_FOUND', retryable: false },
      });
      expect(JSON.stringify(shown)).not.toContain('secret');
      expect(lines).toMatchObject([{ level: 'debug', code: 'NOT_FOUND', err: { cause: { message: SECRET } } }]);
      expect(codeOf(given)).toBe('NOT_FOUND');
    },
  );
});

describe('An error of graphql-js or Yoga', () => {
  test('is BAD_USER_INPUT with its message and its place, without their own extensions', () => {
    const http = { status: 400, spec: true };
    const given = new GraphQLError('Cannot query field "a".', {
      nodes: parse('{ a }').definitions[0],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stack: SECRET, http },
    });
    const { shown, lines } = masked(given);
    expect(shown).toMatchObject({ message: 'Cannot query field "a".', locations: [{ line: 1, column: 1 }] });
    expect(shown.extensions).toEqual({ code: 'BAD_USER_INPUT', http });
    expect(lines).toEqual([]);
    expect([codeOf(given), codeOf(new GraphQLError('x'))]).toEqual(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);
  });
});

describe('The codes of a result', () => {
  const withCode = (code: string, data?: null): ExecutionResult => ({
    ...(data === null && { data }),
    errors: [new GraphQLError('x', { extensions: { code } })],
  });
  const extensionsOf = ({ errors }: ExecutionResult) => errors?.[0]?.extensions;

  test('of Yoga become those of the contract, with status 400 where nothing was executed', () => {
    for (const code of ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']) {
      const [before, during] = [withCode(code), withCode(code, null)];
      setContractCodes(before);
      setContractCodes(during);
      expect(extensionsOf(before)).toEqual({ code: 'BAD_USER_INPUT', http: { status: 400, spec: true } });
      expect(extensionsOf(during)).toEqual({ code: 'BAD_USER_INPUT' });
    }
  });

  test('of the contract stay, and so does a status that is set', () => {
    const result = withCode('NOT_FOUND');
    setContractCodes(result);
    expect(extensionsOf(result)).toEqual({ code: 'NOT_FOUND' });
    const http = { status: 413 };
    const large = { errors: [new GraphQLError('x', { extensions: { code: 'BAD_USER_INPUT', http } })] };
    setContractCodes(large);
    expect(large.errors[0]?.extensions.http).toBe(http);
    expect(() => setContractCodes({ data: {} })).not.toThrow();
  });
});
