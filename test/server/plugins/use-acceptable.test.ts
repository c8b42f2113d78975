import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useAcceptable } from '../../../src/server/plugins/use-acceptable.ts';

/** Status that a request is ended with; null: it goes on. */
function statusFor(accept: string | null, { method = 'POST', path = '/graphql' } = {}): number | null {
  let status: number | null = null;
  const url = new URL(path, 'http://gateway');
  const headers = new Headers(accept === null ? {} : { accept });
  const request = { method, headers, url: url.href };
  const endResponse = (response: Response) => {
    status = response.status;
  };
  const { onRequest } = useAcceptable();
  onRequest?.({ request, url, fetchAPI: { Response }, endResponse } as unknown as Parameters<typeof onRequest>[0]);
  return status;
}

const SERVED = [
  'application/json',
  'application/graphql-response+json',
  'multipart/mixed',
  'text/event-stream',
  '*/*',
  'application/*',
  'text/*',
  '*/json',
];
const OTHERS = ['image/png', 'text/html', 'application/xml', 'application/json5', 'json', '', 'x', 'image/*', '*/png'];

describe('An `accept` header', () => {
  test('that is absent or empty accepts anything', () => {
    expect([statusFor(null), statusFor('')]).toEqual([null, null]);
  });

  test.each(SERVED)('of %s is served', (type) => {
    expect(statusFor(type)).toBeNull();
    expect(statusFor(type.toUpperCase())).toBeNull();
    expect(statusFor(` ${type} ; charset=utf-8 ; q=0.1`)).toBeNull();
  });

  test.each(OTHERS.filter((type) => type !== ''))('of %s is 406', (type) => {
    expect(statusFor(type)).toBe(406);
  });

  test.each(['application/json; charset=latin1', 'application/json;charset=utf-16;q=1'])('of %s is 406', (type) => {
    expect(statusFor(type)).toBe(406);
  });

  test('is served exactly if one of its types is', () => {
    const types = fc.array(fc.constantFrom(...SERVED, ...OTHERS), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(types, fc.constantFrom(',', ', ', ' ,'), (list, separator) => {
        const header = list.join(separator).trim();
        const isServed = header === '' || list.some((type) => SERVED.includes(type));
        expect([header, statusFor(header)]).toEqual([header, isServed ? null : 406]);
      }),
      { numRuns: 300 },
    );
  });

  test('is answered in linear time and with a short header, however long it is', () => {
    expect(statusFor(Array(20_000).fill('a/b').join(','))).toBe(406);
  });
});

test.each([
  ['a page', { method: 'GET', path: '/' }],
  ['a probe', { method: 'GET', path: '/health' }],
  ['a preflight request', { method: 'OPTIONS' }],
  ['a HEAD', { method: 'HEAD' }],
  ['another path', { path: '/graphql/other' }],
])('%s is not negotiated here', (_title, request) => {
  expect(statusFor('image/png', request)).toBeNull();
});

test.each(['/graphql', '/graphql/', '/graphql?query={a}', '/nested/graphql'])('%s is, by GET and POST', (path) => {
  for (const method of ['GET', 'POST']) expect(statusFor('image/png', { method, path })).toBe(406);
});
