import { describe, expect, test } from 'vitest';
import { acceptedFormats } from '../../../src/server/streams/accepted-formats.ts';

const JSON_TYPE = 'application/json';

describe('An accept header', () => {
  test.each([
    ['text/event-stream', 'sse', undefined],
    ['Text/Event-Stream; charset=utf-8', 'sse', undefined],
    ['application/json, text/event-stream', 'sse', JSON_TYPE],
    ['text/event-stream, */*', 'sse', JSON_TYPE],
    // urql
    [
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      'sse',
      'application/graphql-response+json',
    ],
    // Apollo Client
    ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json', 'multipart', JSON_TYPE],
    // Hive Router
    ['multipart/mixed;subscriptionSpec="1.0", text/event-stream', 'multipart', undefined],
    ['text/event-stream, multipart/mixed;subscriptionSpec=1.0', 'sse', undefined],
  ])('%s takes subscriptions by %s', (accept, transport, single) => {
    const formats = acceptedFormats(accept);
    expect([formats?.stream.transport, formats?.single]).toEqual([transport, single]);
  });

  test.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'multipart/mixed',
    'multipart/mixed;subscriptionSpec=2.0',
    'text/event-streams',
    `text/event-stream,${'a/b,'.repeat(300)}`,
  ])('%s takes none', (accept) => {
    expect(acceptedFormats(accept)).toBeUndefined();
  });
});
