import type { ServerResponse } from 'node:http';
import { markStream } from '../http/stream-sockets.ts';
import type { StreamFormat, StreamTransport } from './stream-format.ts';

/** Writes the results of one subscription to its client. Results are serialised JSON. Nothing is written after the last call. */
export interface StreamSink {
  readonly transport: StreamTransport;
  /** Bytes written so far. */
  readonly bytes: number;
  /** Writes a result. Returns false while the client does not keep up, until `onDrain`. */
  next(result: string): boolean;
  /** Writes a keep-alive, unless the client does not keep up. */
  ping(): void;
  /** Ends a subscription that is over: clients do not reconnect. */
  complete(): void;
  /** Called when the client has ended the subscription: writes nothing. */
  cancel(): void;
  /**
   * Reports errors and closes.
   *
   * @param errors serialised list of errors
   * @param isUnauthenticated true if all subscriptions of the connection fail, because its token is no longer valid
   */
  fail(errors: string, isUnauthenticated: boolean): void;
  /** Closes the connection as if it had failed: clients reconnect, and are then served by another process. */
  break(): void;
  /** Called when the client has read enough for the next result. */
  onDrain(listener: () => void): void;
  /** Called once the connection is closed, by either side. */
  onClose(listener: () => void): void;
}

/** Streams over an HTTP response. @param status of the response; the errors of an operation that is rejected may set it */
export function httpSink(response: ServerResponse, format: StreamFormat, status = 200): StreamSink {
  const release = response.socket ? markStream(response.socket) : () => {};
  response.once('close', release);
  let bytes = 0;
  const write = (text: string): boolean => {
    if (response.destroyed) return false;
    bytes += Buffer.byteLength(text);
    return response.write(text);
  };
  response.writeHead(status, {
    'content-type': format.contentType,
    'cache-control': 'no-cache, no-transform',
    // Tells nginx not to buffer the response.
    'x-accel-buffering': 'no',
  });
  write(format.begin);

  return {
    transport: format.transport,
    get bytes() {
      return bytes;
    },
    next: (result) => write(format.next(result)),
    ping() {
      if (!response.writableNeedDrain) write(format.ping);
    },
    complete() {
      write(format.end);
      response.end();
    },
    cancel: () => void response.destroy(),
    fail(errors) {
      write(format.fail(errors));
      response.end();
    },
    break: () => void response.destroy(),
    onDrain: (listener) => void response.on('drain', listener),
    onClose(listener) {
      if (response.destroyed) listener();
      else response.once('close', listener);
    },
  };
}
