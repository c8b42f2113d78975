import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

/**
 * Non-blocking output of lines. Writes to a pipe with a stalled reader would block, and writes to a pipe without a reader fail:
 * neither blocks or ends the process.
 */
export interface LineOutput {
  /** Writes a line, or buffers it while the reader is slow. Drops and counts it if the buffer is full or the write fails. */
  write(line: string): void;
  /** Writes the buffered lines and a line synchronously. @throws Error if the line cannot be written; it is not buffered */
  writeNow(line: string): void;
  /** Number of dropped lines. */
  readonly dropped: number;
  /** Reopens the file at the path, as after a rotation. @throws Error if it cannot be opened; the old file stays open */
  reopen(): void;
  /** Waits until the buffer is written, `limitMs` milliseconds at most. */
  flush(limitMs: number): Promise<void>;
  close(): void;
}

/** Most bytes that are buffered for a slow reader. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Interval of retries to a full pipe. Milliseconds. */
const RETRY_MS = 20;
/** Flags of opened files: non-blocking, both for opening a pipe without a reader and for writes to a full one. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const FILE_MODE = 0o640;

/**
 * Creates an output.
 *
 * @param target a path, or a file descriptor, such as 1 for stdout
 * @throws Error for a path that cannot be written
 */
export function lineOutput(target: string | number, maxWaitingBytes: number = MAX_WAITING_BYTES): LineOutput {
  let file = typeof target === 'number' ? target : openSync(target, FLAGS, FILE_MODE);
  const socket = typeof target === 'number' ? withoutBlocking(target) : undefined;
  /** Buffered lines. The first one may be partly written. */
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  /** True if the output ends with a partial line that is not continued: the next line then begins with a line break. */
  let isTorn = false;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Writes as many bytes as the file accepts. @returns their number @throws Error for any failure but a full pipe */
  function tryToWrite(bytes: Buffer): number {
    for (let written = 0; ; ) {
      if (written === bytes.length) return written;
      try {
        written += writeSync(file, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EINTR') continue;
        if (code === 'EAGAIN') return written;
        if (written > 0) isTorn = true;
        throw error;
      }
    }
  }

  /** Writes buffered lines until the buffer is empty or the pipe is full. @throws as `tryToWrite` does; the buffer is then dropped */
  function drain(): void {
    for (let bytes = waiting[0]; bytes; bytes = waiting[0]) {
      let written: number;
      try {
        written = tryToWrite(bytes);
      } catch (error) {
        dropped += waiting.length;
        waiting.length = 0;
        waitingBytes = 0;
        throw error;
      }
      waitingBytes -= written;
      if (written < bytes.length) {
        waiting[0] = bytes.subarray(written);
        return;
      }
      waiting.shift();
    }
  }

  function retryLater(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      drainQuietly();
    }, RETRY_MS);
    timer.unref();
  }

  function drainQuietly(): void {
    try {
      drain();
    } catch {
      // The dropped lines are counted.
    }
    if (waiting.length > 0) retryLater();
  }

  /** Encodes a line; begins with a line break after a partial line. */
  function bytesOf(line: string): Buffer {
    const bytes = Buffer.from(isTorn ? `\n${line}` : line);
    isTorn = false;
    return bytes;
  }

  return {
    get dropped() {
      return dropped;
    },
    write(line) {
      if (waitingBytes + line.length > maxWaitingBytes) {
        dropped += 1;
        return;
      }
      const bytes = bytesOf(line);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (timer === undefined || waiting.length === 1) drainQuietly();
    },
    writeNow(line) {
      drain();
      if (waiting.length > 0) throw new Error('The reader is slow: no room for a line.');
      const wasTorn = isTorn;
      const bytes = bytesOf(line);
      let written = 0;
      try {
        written = tryToWrite(bytes);
      } catch (error) {
        isTorn ||= wasTorn;
        throw error;
      }
      if (written === bytes.length) return;
      isTorn = written > 0 || wasTorn;
      throw new Error('The reader is slow: no room for a whole line.');
    },
    reopen() {
      if (typeof target === 'number') return;
      const next = openSync(target, FLAGS, FILE_MODE);
      closeSync(file);
      file = next;
      isTorn = false;
    },
    async flush(limitMs) {
      for (const endsAt = performance.now() + limitMs; waiting.length > 0 && performance.now() < endsAt; ) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        drainQuietly();
      }
    },
    close() {
      clearTimeout(timer);
      socket?.unref();
      if (typeof target !== 'number') closeSync(file);
    },
  };
}

/**
 * Makes an inherited pipe or socket non-blocking: libuv does so when a `Socket` is created for it, and Node has no other way.
 * Returns undefined for files, whose writes do not wait for a reader.
 */
function withoutBlocking(file: number): Socket | undefined {
  const { isFIFO, isSocket } = kindOf(file);
  if (!isFIFO && !isSocket) return undefined;
  const socket = new Socket({ fd: file, readable: false, writable: true });
  return socket.on('error', () => {}).unref();
}

function kindOf(file: number): { readonly isFIFO: boolean; readonly isSocket: boolean } {
  const stats = fstatSync(file);
  return { isFIFO: stats.isFIFO(), isSocket: stats.isSocket() };
}
