import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortName } from '../../../src/log/short-name.ts';
import { newRequest } from '../../../src/server/observability/lifecycle-hooks.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('The id of a request', () => {
  test('is our own where the client has none', () => {
    const { requestId, ownId, clientId } = newRequest({});
    expect([requestId === ownId, UUID.test(ownId), clientId]).toEqual([true, true, null]);
  });

  test('is the trace, or else what the client calls it; ours stands beside it', () => {
    expect(newRequest({ traceparent, 'x-request-id': 'mine' })).toMatchObject({ requestId: TRACE, clientId: TRACE });
    const named = newRequest({ 'x-request-id': 'mine/1:2' });
    expect([named.requestId, named.clientId, UUID.test(named.ownId)]).toEqual(['mine/1:2', 'mine/1:2', true]);
    expect(newRequest({ traceparent: 'garbage', 'x-request-id': 'mine' }).requestId).toBe('mine');
  });

  test('is never a text that could forge a line of the log or a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 140 }), (given) => {
        const { requestId, ownId } = newRequest({ 'x-request-id': given });
        expect(requestId === ownId || requestId === given).toBe(true);
        expect(requestId).toMatch(/^[\w.:@/+=~-]{1,128}$/);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['', 'x'.repeat(129), 'a b', 'a\nb', '"', 'é', '{}'])('is ours for %j', (given) => {
    const { requestId, ownId } = newRequest({ 'x-request-id': given });
    expect(requestId).toBe(ownId);
  });

  test('differs for each request, and nothing is known of it yet', () => {
    const [one, other] = [newRequest({}), newRequest({})];
    expect(one.requestId).not.toBe(other.requestId);
    expect(one).toMatchObject({
      caller: null,
      address: null,
      callerKey: null,
      operationType: null,
      codes: [],
      isLogged: false,
      isGone: false,
    });
  });
});

test.each([
  ['Fleets', 'Fleets'],
  ['x'.repeat(500), 'x'.repeat(100)],
  ['', ''],
  [undefined, null],
  [null, null],
  [5, null],
  [['Fleets'], null],
])('The name of an operation that is %j is logged as %j', (name, logged) => {
  expect(shortName(name)).toBe(logged);
});
