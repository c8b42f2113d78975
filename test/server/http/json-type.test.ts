import { describe, expect, test } from 'vitest';
import { isJsonType } from '../../../src/server/http/json-type.ts';

describe('The content type of a body', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json ; charset=utf-8',
    'APPLICATION/JSON',
    'application/graphql+json',
    'application/json;',
  ])('%s is JSON', (type) => {
    expect(isJsonType(type)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'application/json-patch+json',
    'application/json+ld',
    'application/json5',
    'application/json, text/plain',
    'application/jsonp',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'text/plain; application/json',
    'text/json',
    ' application/json',
    'xapplication/json',
  ])('%s is not', (type) => {
    expect(isJsonType(type)).toBe(false);
  });
});
