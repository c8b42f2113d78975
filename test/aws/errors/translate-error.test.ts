import { describe, expect, test } from 'vitest';
import { translateError } from '../../../src/aws/errors/translate-error.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';

const call = { service: 'appstream', operation: 'DescribeSessions', hadToken: false };

/** An error as the SDK throws it. */
function awsError(name: string, message = 'Secret text naming https://internal.example', httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode, requestId: 'request-1' } });
}

describe('A failure of AWS has one code of the contract', () => {
  test.each([
    ['ThrottlingException', 'UPSTREAM_THROTTLED', true],
    ['TooManyRequestsException', 'UPSTREAM_THROTTLED', true],
    ["AppStream's RequestLimitExceededException", 'UPSTREAM_THROTTLED', true],
    ["AppStream's LimitExceededException", 'UPSTREAM_ERROR', false],
    ['AccessDeniedException', 'UPSTREAM_ACCESS_DENIED', false],
    ['ExpiredTokenException', 'UPSTREAM_CREDENTIALS', false],
    ['UnrecognizedClientException', 'UPSTREAM_CREDENTIALS', false],
    ['InvalidSignatureException', 'UPSTREAM_CREDENTIALS', false],
    ['CredentialsProviderError', 'UPSTREAM_CREDENTIALS', false],
    ['TimeoutError', 'UPSTREAM_TIMEOUT', true],
    ['AbortError', 'UPSTREAM_TIMEOUT', true],
    ['InternalServerError', 'UPSTREAM_UNAVAILABLE', true],
    ['ResourceNotFoundException', 'NOT_FOUND', false],
    ['InvalidInstanceId', 'NOT_FOUND', false],
    ['InvalidNextToken', 'CURSOR_EXPIRED', false],
    ['SomethingNewException', 'UPSTREAM_ERROR', false],
  ])('%s is %s', (title, code, retryable) => {
    const name = title.split(' ').at(-1) ?? '';
    expect(translateError(awsError(name), call).extensions).toEqual({
      code,
      service: 'appstream',
      operation: 'DescribeSessions',
      requestId: 'request-1',
      retryable,
    });
  });

  test.each([
    [429, 'UPSTREAM_THROTTLED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [400, 'UPSTREAM_ERROR'],
  ])('status %d of an unknown error is %s', (status, code) => {
    expect(translateError(awsError('NewException', 'x', status), call).code).toBe(code);
  });

  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE'])(
    '%s of the network is UPSTREAM_UNAVAILABLE',
    (code) => {
      // The SDK renames some of them.
      const error = Object.assign(new Error('connect 10.0.0.1'), { code, name: 'TimeoutError' });
      expect(translateError(error, call).code).toBe('UPSTREAM_UNAVAILABLE');
    },
  );

  test.each(['ValidationException', 'InvalidParameterValuesException', 'InvalidParameterCombinationException'])(
    '%s about a token is CURSOR_EXPIRED, but only of a call that went on from one',
    (name) => {
      const rejection = awsError(name, 'The NextToken is not valid.');
      expect(translateError(rejection, { ...call, hadToken: true }).code).toBe('CURSOR_EXPIRED');
      expect(translateError(rejection, call).code).toBe('UPSTREAM_ERROR');
    },
  );
});

test("AWS's own text stays in the cause, for the log", () => {
  const cause = awsError('AccessDeniedException');
  const error = translateError(cause, call);
  expect(error.cause).toBe(cause);
  expect(JSON.stringify([error.message, error.extensions])).not.toMatch(/Secret|https|internal/);
});

test('An error of ours passes as it is', () => {
  const error = new GatewayError('BAD_USER_INPUT', 'no');
  expect(translateError(error, call)).toBe(error);
});

test('Something thrown that is no error is UPSTREAM_ERROR', () => {
  expect(translateError('boom', call).code).toBe('UPSTREAM_ERROR');
});
