import type { StreamTransport } from '../../src/server/streams/stream-format.ts';
import type { StreamSink } from '../../src/server/streams/stream-sink.ts';

/** A client that notes what it is sent. */
export interface RecordingSink extends StreamSink {
  /** Events that it was sent, in order: results, `ping`, `complete`, `cancel`, `break`, `fail …`. */
  readonly sent: readonly string[];
  /** True if it takes more at once. */
  keepsUp: boolean;
  /** The client has read all. */
  drain(): void;
  /** The connection is closed. */
  close(): void;
}

export function recordingSink(transport: StreamTransport = 'sse'): RecordingSink {
  const sent: string[] = [];
  let [bytes, onDrain, onClose] = [0, () => {}, () => {}];
  const note = (text: string) => void sent.push(text);
  return {
    transport,
    sent,
    keepsUp: true,
    get bytes() {
      return bytes;
    },
    next(result) {
      bytes += result.length;
      note(result);
      return this.keepsUp;
    },
    ping() {
      bytes += 1;
      note('ping');
    },
    complete: () => note('complete'),
    cancel: () => note('cancel'),
    fail: (errors, isUnauthenticated) => note(`fail ${isUnauthenticated} ${errors}`),
    break: () => note('break'),
    onDrain(listener) {
      onDrain = listener;
    },
    onClose(listener) {
      onClose = listener;
    },
    drain: () => onDrain(),
    close: () => onClose(),
  };
}
