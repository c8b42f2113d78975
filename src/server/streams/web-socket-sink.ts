import { markStream } from '../http/stream-sockets.ts';
import type { StreamSink } from './stream-sink.ts';
import type { WebSocketConnection } from './web-socket-connection.ts';

/**
 * Streams as messages of `graphql-transport-ws`. The result is copied into the message as text, so that a result for many
 * subscribers is serialised once.
 *
 * @param id of the subscription, chosen by the client
 * @param onFail called after `error` was sent, which ends the operation without `complete`
 */
export function webSocketSink(connection: WebSocketConnection, id: string, onFail: () => void): StreamSink {
  const unmark = markStream(connection.socket);
  const quotedId = JSON.stringify(id);
  let onDrain = () => {};
  let onClose = () => {};
  let bytes = 0;
  const end = () => {
    unlisten();
    unmark();
  };
  const unlisten = connection.listen({
    onDrain: () => onDrain(),
    onClose() {
      end();
      onClose();
    },
  });
  const send = (type: 'next' | 'error', payload: string): boolean => {
    const message = `{"id":${quotedId},"type":"${type}","payload":${payload}}`;
    bytes += Buffer.byteLength(message);
    return connection.send(message);
  };

  return {
    transport: 'websocket',
    get bytes() {
      return bytes;
    },
    next: (result) => send('next', result),
    // The connection has pings of its own.
    ping() {},
    // graphql-ws sends `complete` when the operation ends.
    complete: end,
    cancel: end,
    fail(errors, isUnauthenticated) {
      send('error', errors);
      end();
      onFail();
      if (isUnauthenticated) connection.closeUnauthenticated();
    },
    break() {
      end();
      connection.break();
    },
    onDrain(listener) {
      onDrain = listener;
    },
    onClose(listener) {
      onClose = listener;
    },
  };
}
