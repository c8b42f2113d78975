import type { Log } from '../../log/log.ts';
import { serialiseErrors } from './serialise-result.ts';
import type { StreamTransport } from './stream-format.ts';
import type { StreamSink } from './stream-sink.ts';
import type { AttachedStream, StreamSource } from './stream-source.ts';

/** Reason of the end of a stream: the source ended or failed, its token expired, the process drains, the client left. */
export type StreamEnd = 'completed' | 'failed' | 'unauthenticated' | 'drained' | 'disconnected';

/** Counts streams and their results. Must neither block nor throw. */
export interface StreamObserver {
  /** Called for each stream; the returned function when it ends. */
  opened(transport: StreamTransport): (end: StreamEnd, batches: number, bytes: number) => void;
  /** Called for each execution, whose result may be sent to many streams. */
  executed(): void;
}

/** Parts of the process that each stream uses. */
export interface StreamParts {
  readonly log: Log;
  readonly observer?: StreamObserver | undefined;
  readonly maskError: (error: unknown) => Error;
}

/** A subscription whose source is open, before its first result. */
export interface OpenedStream {
  readonly source: StreamSource;
  readonly sink: StreamSink;
  /** `Authorization` header, or what takes its place in a WebSocket; verified again while the stream is open. */
  readonly authorization: string | undefined;
  /** Members of its log line that are known at its start. */
  readonly record: StreamRecord;
  /** Uncounts the subscription. */
  readonly release: () => void;
}

export interface StreamRecord {
  readonly requestId: string | undefined;
  readonly operation: string | null;
  readonly caller: string | null;
  readonly address: string | null;
}

/** A subscription that sends results. */
export interface RunningStream {
  readonly authorization: string | undefined;
  readonly isOver: boolean;
  /** Writes a keep-alive where nothing was written since the last call. */
  ping(): void;
  /** Reports an error to the client and closes the stream. */
  fail(error: unknown, end?: StreamEnd): void;
  /** Closes the connection so that the client reconnects. */
  break(): void;
  /** Ends the stream because its client left it. */
  cancel(): void;
  /** Calls a listener when the stream has ended. */
  onEnd(listener: () => void): void;
}

/** Connects a source with its client. Writes one log line at the end, with the number of results and bytes. */
export function runStream(
  { source, sink, authorization, record, release }: OpenedStream,
  { log, observer, maskError }: StreamParts,
): RunningStream {
  const startedAt = performance.now();
  const ended = observer?.opened(sink.transport);
  let batches = 0;
  let bytesAtPing = sink.bytes;
  let isOver = false;
  let codes: readonly string[] = [];
  let attached: AttachedStream | undefined;
  const listeners: (() => void)[] = [];

  function end(reason: StreamEnd, close: () => void = () => {}): void {
    if (isOver) return;
    isOver = true;
    attached?.detach();
    close();
    release();
    ended?.(reason, batches, sink.bytes);
    const durationMs = Math.round(performance.now() - startedAt);
    const { transport, bytes } = sink;
    log.info({ ...record, transport, durationMs, batches, bytes, reason, codes }, 'stream');
    for (const listener of listeners) listener();
  }

  function fail(error: unknown, reason: StreamEnd = 'failed'): void {
    const errors = serialiseErrors([maskError(error)]);
    codes = errors.codes;
    end(reason, () => sink.fail(errors.json, reason === 'unauthenticated'));
  }

  attached = source.attach({
    send(result) {
      if (isOver) return false;
      batches += 1;
      return sink.next(result);
    },
    complete: () => end('completed', () => sink.complete()),
    fail,
  });
  // The source may have ended within `attach`.
  if (isOver) attached.detach();
  sink.onDrain(() => attached?.resume());
  sink.onClose(() => end('disconnected'));

  return {
    authorization,
    get isOver() {
      return isOver;
    },
    ping() {
      if (sink.bytes === bytesAtPing) sink.ping();
      bytesAtPing = sink.bytes;
    },
    fail,
    break: () => end('drained', () => sink.break()),
    cancel: () => end('disconnected', () => sink.cancel()),
    onEnd: (listener) => void listeners.push(listener),
  };
}
