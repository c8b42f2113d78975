import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ERROR_NAMES } from '../../../src/aws/errors/error-names.ts';
import { deadlineExceeded, type FailedCall, translateError } from '../../../src/aws/errors/translate-error.ts';
import { type FailureKind, UpstreamFailure } from '../../../src/aws/errors/upstream-failure.ts';
import type { ErrorCode } from '../../../src/errors/gateway-error.ts';

const READ: FailedCall = {
  service: 'appstream',
  serviceName: 'AppStream',
  operation: 'DescribeFleets',
  hadToken: false,
};
const WRITE: FailedCall = { ...READ, operation: 'StopFleet', isWrite: true };
/** Text that must not leave the process. */
const SECRET = 'arn:aws:iam::123456789012:role/Admin at https://internal.example:8443';
const RETRYABLE: readonly ErrorCode[] = ['UPSTREAM_THROTTLED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
const CHECK = 'The change may have been made: check before you retry it.';

const aws = (name: string, status: number | undefined = 400, message = SECRET) =>
  Object.assign(new Error(message), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, requestId: 'r-1' },
  });
const ofNode = (code: string, name = 'Error') => Object.assign(new Error(SECRET), { name, code });

function shown(error: unknown, call: FailedCall) {
  const { message, extensions, cause } = translateError(error, call);
  expect(JSON.stringify([message, extensions])).not.toMatch(/internal\.example|123456789012|role\/Admin/);
  expect(message).toMatch(/^[A-Z].*\.$/s);
  expect(cause).toBe(error);
  const { code, ...details } = extensions;
  return { code, message, ...details };
}

describe.each([...ERROR_NAMES])('%s of AWS or the network', (name, code) => {
  test(`is ${code}, whether it is a name of AWS or a code of Node`, () => {
    for (const [isOfCode, error] of [[false, aws(name)] as const, [true, ofNode(name, 'TimeoutError')] as const]) {
      const { retryable, ...details } = shown(error, READ);
      expect(details).toMatchObject({ code, service: 'appstream', operation: 'DescribeFleets' });
      expect(retryable).toBe(RETRYABLE.includes(code));
      expect(details.requestId).toBe(isOfCode ? undefined : 'r-1');
    }
  });

  test('says of a change that it may have been made where that is so, and never of a read', () => {
    const mayBeMade = code === 'UPSTREAM_TIMEOUT' || code === 'UPSTREAM_UNAVAILABLE';
    expect(shown(aws(name), WRITE).message.endsWith(CHECK)).toBe(mayBeMade);
    expect(shown(aws(name), READ).message).not.toContain(CHECK);
  });

  test('keeps its meaning with a token, unless it rejects a parameter', () => {
    expect(shown(aws(name, 400, 'The NextToken is odd'), { ...READ, hadToken: true }).code).toBe(code);
  });
});

describe('A failure without a name of AWS', () => {
  test.each([
    ['CONFIGURATION', 'UPSTREAM_ERROR', false],
    ['NOT_AWS', 'UPSTREAM_ERROR', false],
    ['PROXY', 'UPSTREAM_UNAVAILABLE', false],
    ['TOO_LARGE', 'UPSTREAM_ERROR', false],
    ['TOO_SLOW', 'UPSTREAM_TIMEOUT', true],
    ['TOO_MANY', 'UPSTREAM_UNAVAILABLE', true],
  ] as const)('%s is %s', (kind, code, retryable) => {
    expect(shown(new UpstreamFailure(kind, SECRET, 200), READ)).toMatchObject({ code, retryable });
    expect(shown(new UpstreamFailure(kind, SECRET), READ)).toMatchObject({ code, retryable });
  });

  test('has the meaning of its status where a load balancer answers for AWS', () => {
    const kinds: readonly FailureKind[] = ['NOT_AWS', 'TOO_LARGE', 'PROXY'];
    for (const kind of kinds) {
      for (const [status, code] of [
        [429, 'UPSTREAM_THROTTLED'],
        [500, 'UPSTREAM_UNAVAILABLE'],
        [599, 'UPSTREAM_UNAVAILABLE'],
      ] as const)
        expect(shown(new UpstreamFailure(kind, SECRET, status), READ)).toMatchObject({ code, retryable: true });
    }
  });

  test.each([
    ['ERR_PROXY_TUNNEL', 'UPSTREAM_UNAVAILABLE', /proxy/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['CERT_HAS_EXPIRED', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['EPROTO', 'UPSTREAM_UNAVAILABLE', /certificate/],
    ['HPE_INVALID_CONSTANT', 'UPSTREAM_ERROR', /not from AppStream/],
    ['ERR_INVALID_URL', 'UPSTREAM_ERROR', /configuration/],
    ['ERR_SOCKET_BAD_PORT', 'UPSTREAM_ERROR', /configuration/],
    ['ENOENT', 'UPSTREAM_CREDENTIALS', /credentials/],
    ['EACCES', 'UPSTREAM_CREDENTIALS', /credentials/],
  ])('of the code %s is %s for an operator, and is not retried', (code, expected, text) => {
    for (const name of ['Error', 'TypeError', 'TimeoutError']) {
      if (name === 'TimeoutError' && ERROR_NAMES.has(name)) continue;
      const { code: found, message, retryable } = shown(ofNode(code, name), READ);
      expect([name, found, retryable]).toEqual([name, expected, false]);
      expect(message).toMatch(text);
    }
  });

  test.each(['CredentialsProviderError', 'TokenProviderError', 'ProviderError'])('%s names the credentials', (name) => {
    const error = Object.assign(new Error(SECRET), { name });
    expect(shown(error, READ)).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', retryable: false });
    expect(shown(error, READ).message).toContain('has no AWS credentials for AppStream');
  });

  test('of JavaScript itself is one of the configuration, or of an answer that could not be parsed', () => {
    for (const error of [new TypeError(SECRET), new SyntaxError(SECRET), new RangeError(SECRET), new Error(SECRET)]) {
      expect(shown(error, READ).message).toContain('was not sent to AppStream');
      const answered = Object.assign(error, { $metadata: { httpStatusCode: 200 } });
      expect(shown(answered, READ).message).toContain('is not from AppStream');
    }
    for (const thrown of [undefined, null, 'text', 7, {}]) expect(shown(thrown, READ).code).toBe('UPSTREAM_ERROR');
  });
});

describe('Any error at all', () => {
  const names = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[A-Z][a-zA-Z]{2,20}$/),
    fc.constantFrom(...ERROR_NAMES.keys()),
  );
  const statuses = fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined });

  test('has a code of the contract, and a message without its own text', () => {
    fc.assert(
      fc.property(
        names,
        fc.option(names, { nil: undefined }),
        statuses,
        fc.boolean(),
        fc.boolean(),
        (name, code, status, isFault, hadToken) => {
          const error = Object.assign(new Error(`token ${SECRET}`), {
            ...{ name, $metadata: { httpStatusCode: status } },
            ...(code !== undefined && { code }),
            ...(isFault && { $fault: 'client' }),
          });
          const { code: found, message } = shown(error, { ...READ, hadToken });
          expect(found).toMatch(/^(?:UPSTREAM_[A-Z_]+|NOT_FOUND|CURSOR_EXPIRED)$/);
          // A name that a server may have made up is shown only if it looks like one of AWS.
          const isPlain = /^[A-Z][A-Za-z0-9]{0,80}$/.test(name);
          if (!isPlain && name.length > 3 && !name.includes(' ')) expect(message.includes(`: ${name}.`)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('whose deadline was exceeded is a throttle where it waited for the rate limiter', () => {
    expect(deadlineExceeded(READ, true).extensions).toMatchObject({ code: 'UPSTREAM_THROTTLED', retryable: true });
    expect(deadlineExceeded(READ, false).extensions).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true });
    expect(deadlineExceeded(WRITE, false).message).toContain(CHECK);
  });

  test('names its origin where there are several, keeps its extensions, and says so once', () => {
    const error = translateError(aws('AccessDeniedException'), READ);
    const there = error.at('123456789012/eu-west-1');
    expect(there.message).toBe(`${error.message.slice(0, -1)} (123456789012/eu-west-1).`);
    expect(there.extensions).toEqual(error.extensions);
    expect(there.cause).toBe(error);
  });
});
