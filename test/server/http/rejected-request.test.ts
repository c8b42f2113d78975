import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { rejectedRequest } from '../../../src/server/http/rejected-request.ts';

const unknown = new GatewayError('UNAUTHENTICATED', 'The token has expired.');
const limited = new GatewayError('RATE_LIMITED', 'Too many requests: retry in 7 s.', {
  http: { status: 429, headers: { 'retry-after': '7' } },
});
const unavailable = new GatewayError('UPSTREAM_UNAVAILABLE', 'Keys cannot be read.', { retryable: true });

describe('A rejected request', () => {
  test('without a token is challenged, and the challenge names no error', () => {
    const { status, headers } = rejectedRequest(unknown, {});
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="session-gateway"');
    expect(headers).not.toHaveProperty('retry-after');
  });

  test.each(['Bearer x', 'bearer x', 'BEARER', 'Bearer'])(
    'with `%s` is told what is wrong with the token',
    (authorization) => {
      expect(rejectedRequest(unknown, { authorization }).headers['www-authenticate']).toBe(
        'Bearer realm="session-gateway", error="invalid_token", error_description="The token has expired."',
      );
    },
  );

  test.each(['Basic dXNlcjpw', 'BearerX y', 'Digest Bearer', ''])('with `%s` has sent no token', (authorization) => {
    expect(rejectedRequest(unknown, { authorization }).headers['www-authenticate']).toBe(
      'Bearer realm="session-gateway"',
    );
  });

  test('that came too often has the status and the headers of its error, which its body does not repeat', () => {
    const { status, headers, body } = rejectedRequest(limited, {});
    expect([status, headers['retry-after'], headers['www-authenticate']]).toEqual([429, '7', undefined]);
    expect(JSON.parse(body)).toEqual({ errors: [{ message: limited.message, extensions: { code: 'RATE_LIMITED' } }] });
  });

  test('whose caller cannot be authenticated now is asked to come again', () => {
    const { status, headers, body } = rejectedRequest(unavailable, { authorization: 'Bearer x' });
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(body).errors[0].extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });

  test.each([
    [undefined, 'application/json; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['text/html, application/graphql-response+json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
  ])('for %s is answered as %s, and never cached', (accept, type) => {
    const { headers } = rejectedRequest(limited, { accept });
    expect([headers['content-type'], headers['cache-control']]).toEqual([type, 'no-store']);
  });
});
