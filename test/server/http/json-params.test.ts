import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonParams, urlParams } from '../../../src/server/http/json-params.ts';

const LIMITS = { maxValues: 50 };
const fromBody = (text: string | Buffer) => jsonParams(Buffer.from(text), LIMITS);

describe('The body of a request', () => {
  test('is the object that its JSON says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }), (params) => {
        expect(fromBody(JSON.stringify(params))).toEqual(JSON.parse(JSON.stringify(params)));
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['a text', '"{}"'],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[{}]'],
    ['half of an object', '{"query":'],
    ['two objects', '{} {}'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['too many values', JSON.stringify({ variables: { list: Array(4_000).fill(1) } })],
  ])('that is %s has no parameters', (_what, body) => {
    expect(fromBody(body)).toBeUndefined();
  });

  test('that has a key `__proto__` changes no prototype', () => {
    const params = fromBody('{"__proto__":{"polluted":true},"query":"{ a }"}') as Record<string, unknown>;
    expect(Object.keys(params)).toEqual(['__proto__', 'query']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('The URL of a GET', () => {
  const url = (params: Record<string, string>) => `/graphql?${new URLSearchParams(params)}`;

  test('has its parameters, with variables and extensions as JSON', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.integer(), { maxKeys: 4 }), (query, variables) => {
        const params = urlParams(url({ query, variables: JSON.stringify(variables), extensions: '{}' }), LIMITS);
        expect(params).toEqual({ query, variables: JSON.parse(JSON.stringify(variables)), extensions: {} });
      }),
    );
  });

  test('with several of one name has the first, as where Yoga reads it', () => {
    const several =
      '/graphql?query=a&variables=%7B%22n%22%3A1%7D&query=b&variables=%7B%22n%22%3A2%7D&operationName=A&operationName=B';
    expect(urlParams(several, LIMITS)).toEqual({ query: 'a', operationName: 'A', variables: { n: 1 } });
  });

  test('without parameters has none', () => {
    expect(urlParams('/graphql', LIMITS)).toEqual({});
  });

  test.each(['variables', 'extensions'])('whose `%s` are no JSON object has none at all', (name) => {
    for (const value of ['', '1', '[]', 'null', '{', '"{}"'])
      expect(urlParams(url({ query: '{ a }', [name]: value }), LIMITS)).toBeUndefined();
  });
});
