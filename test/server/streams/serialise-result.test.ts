import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { serialiseErrors, serialiseResult } from '../../../src/server/streams/serialise-result.ts';

const http = { status: 429, headers: { 'retry-after': '5' } };
const errorOf = (code: string, more: object = {}) => new GraphQLError('no', { extensions: { code, ...more } });

describe('A result of a stream', () => {
  test('is what the client selected, in its order', () => {
    expect(serialiseResult({ data: { b: 1, a: [null, { c: 'ü' }] } })).toBe('{"data":{"b":1,"a":[null,{"c":"ü"}]}}');
  });

  test('has errors beside its data, each with its path and code', () => {
    const error = new GraphQLError('no', { path: ['a', 0], extensions: { code: 'UPSTREAM_THROTTLED' } });
    expect(JSON.parse(serialiseResult({ data: { a: [null] }, errors: [error] }))).toEqual({
      data: { a: [null] },
      errors: [{ message: 'no', path: ['a', 0], extensions: { code: 'UPSTREAM_THROTTLED' } }],
    });
  });

  test('has nothing that is meant for the HTTP response, which was sent long ago', () => {
    const text = serialiseResult({ data: null, errors: [errorOf('RATE_LIMITED', { http })] });
    expect(JSON.parse(text).errors[0].extensions).toEqual({ code: 'RATE_LIMITED' });
    expect(text).not.toContain('retry-after');
  });

  test.each(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'])('names no code of a library: %s', (code) => {
    expect(JSON.parse(serialiseResult({ errors: [errorOf(code)] })).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('Errors that end a stream', () => {
  test('are serialised as a list, with their codes for the log line', () => {
    const { json, codes } = serialiseErrors([errorOf('UNAUTHENTICATED', { http }), errorOf('FORBIDDEN')]);
    expect(JSON.parse(json)).toEqual([
      { message: 'no', extensions: { code: 'UNAUTHENTICATED' } },
      { message: 'no', extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
  });
});
