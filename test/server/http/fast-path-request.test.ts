import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { afterEach, describe, expect, test } from 'vitest';
import { closedEarly, fastPathRequest } from '../../../src/server/http/fast-path-request.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

const READABLE = ['constructor', 'method', 'url', 'headers', 'signal'];

function requestOf(response = new EventEmitter()): Request {
  const headers = { 'x-one': '1', 'set-cookie': ['a', 'b'] };
  const request = { method: 'POST', url: '/graphql', headers } as unknown as IncomingMessage;
  return fastPathRequest(request, closedEarly(response as ServerResponse));
}

describe('A request on the fast path', () => {
  test('has method, URL, headers and signal', () => {
    const { method, url, headers } = requestOf();
    expect([method, url]).toEqual(['POST', 'http://localhost/graphql']);
    expect([headers.get('X-One'), headers.get('set-cookie'), headers.get('other')]).toEqual(['1', 'a, b', null]);
  });

  const others = Object.getOwnPropertyNames(Request.prototype).filter((name) => !READABLE.includes(name));
  test.each(others)('throws for its member %s', (name) => {
    expect(() => Reflect.get(requestOf(), name)).toThrow(`Request.${name} is not available on the fast path`);
  });

  const otherHeaders = Object.getOwnPropertyNames(Headers.prototype).filter(
    (name) => !['constructor', 'get'].includes(name),
  );
  test.each(otherHeaders)('throws for headers.%s', (name) => {
    expect(() => Reflect.get(requestOf().headers, name)).toThrow(`Headers.${name} is not available on the fast path`);
  });

  test('is aborted when its connection closes before the answer, and not after', () => {
    const response = Object.assign(new EventEmitter(), { writableEnded: false });
    const { signal } = requestOf(response);
    response.emit('close');
    expect(signal.aborted).toBe(true);
    const answered = Object.assign(new EventEmitter(), { writableEnded: true });
    const other = requestOf(answered);
    answered.emit('close');
    expect(other.signal.aborted).toBe(false);
  });
});

describe('A plugin that reads another member', () => {
  let gateway: TestGateway;
  let listening: Listening;
  afterEach(async () => {
    await listening.drain();
    await gateway.close();
  });

  test.each([
    ['of the request', ({ cache }: Request) => cache],
    ['of its headers', ({ headers }: Request) => headers.has('accept')],
  ])('%s fails on the fast path, with the member in the log', async (_title, read) => {
    const plugin: Plugin = {
      onParams({ request }) {
        read(request);
      },
    };
    gateway = await startGateway({ plugins: [plugin] });
    listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify({ query: '{ __typename }' });
    const answer = await (await fetch(`${listening.url}/graphql`, { method: 'POST', headers, body })).json();
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(JSON.stringify(gateway.log)).toMatch(/(?:Request\.cache|Headers\.has) is not available on the fast path/);
    // Yoga's Fetch API request has all members.
    expect(await gateway.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});
