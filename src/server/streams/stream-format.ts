/** Transports of subscriptions. */
export type StreamTransport = 'sse' | 'multipart' | 'websocket';

/** Text of a stream in the body of an HTTP response. Results are serialised JSON. */
export interface StreamFormat {
  readonly transport: Exclude<StreamTransport, 'websocket'>;
  readonly contentType: string;
  /** First text of the body: some clients and proxies show no headers before it. */
  readonly begin: string;
  next(result: string): string;
  /** Keep-alive, which clients ignore. */
  readonly ping: string;
  /** Last text of a stream that is over; without it clients reconnect. */
  readonly end: string;
  /** Reports why the stream is closed. @param errors serialised list of errors */
  fail(errors: string): string;
}

/**
 * Server-sent events in the distinct connections mode of the GraphQL over SSE protocol: one operation per request.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
export const SSE: StreamFormat = {
  transport: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  begin: ':\n\n',
  next: (result) => `event: next\ndata: ${result}\n\n`,
  ping: ':\n\n',
  // Without its empty `data`, browsers do not dispatch the event.
  end: 'event: complete\ndata:\n\n',
  fail: (errors) => `event: next\ndata: {"errors":${errors}}\n\n`,
};

const BOUNDARY = 'graphql';
/** Begins each part. The boundary after a part is sent with it: clients handle a part when they see its end. */
const part = (json: string) => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--${BOUNDARY}`;

/**
 * Multipart responses of Apollo's protocol for subscriptions, version 1.0, which Apollo Client's `HttpLink` asks for.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const MULTIPART: StreamFormat = {
  transport: 'multipart',
  contentType: `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0`,
  begin: `--${BOUNDARY}`,
  next: (result) => part(`{"payload":${result}}`),
  ping: part('{}'),
  end: '--\r\n',
  fail: (errors) => part(`{"payload":null,"errors":${errors}}`),
};
