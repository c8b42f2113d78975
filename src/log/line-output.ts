import { type NonBlockingFile, nonBlockingFile } from './non-blocking-file.ts';

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
/**
 * Creates an output.
 *
 * @param target a path, or a file descriptor, such as 1 for stdout
 * @throws Error for a path that cannot be written
 */
export function lineOutput(target: string | number, maxWaitingBytes: number = MAX_WAITING_BYTES): LineOutput {
  const lines = wholeLines(nonBlockingFile(target));
  /** Buffered lines. The first one may be partly written. */
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Writes buffered lines until the buffer is empty or the pipe is full. @throws Error if a write fails; the buffer is then dropped */
  function drain(): void {
    for (let bytes = waiting[0]; bytes; bytes = waiting[0]) {
      const { written, error } = lines.write(bytes);
      if (error) {
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

  function drainQuietly(): void {
    try {
      drain();
    } catch {
      // The dropped lines are counted.
    }
    if (waiting.length === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      drainQuietly();
    }, RETRY_MS);
    timer.unref();
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
      const bytes = lines.encode(line);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (timer === undefined || waiting.length === 1) drainQuietly();
    },
    writeNow(line) {
      drain();
      if (waiting.length > 0) throw new Error('The reader is slow: no room for a line.');
      lines.writeWhole(line);
    },
    reopen: lines.reopen,
    async flush(limitMs) {
      for (const endsAt = performance.now() + limitMs; waiting.length > 0 && performance.now() < endsAt; ) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        drainQuietly();
      }
    },
    close() {
      clearTimeout(timer);
      lines.close();
    },
  };
}

/** Writes lines to a file so that a partial line, which is not continued, never becomes the beginning of another one. */
function wholeLines(file: NonBlockingFile) {
  /** True if the file ends with a partial line that is not continued: the next line then begins with a line break. */
  let isTorn = false;

  function encode(line: string): Buffer {
    const bytes = Buffer.from(isTorn ? `\n${line}` : line);
    isTorn = false;
    return bytes;
  }

  function write(bytes: Buffer): ReturnType<NonBlockingFile['write']> {
    const result = file.write(bytes);
    if (result.error && result.written > 0) isTorn = true;
    return result;
  }

  return {
    encode,
    write,
    /** Writes a line as a whole. @throws Error if it cannot be written; it is not continued */
    writeWhole(line: string): void {
      const wasTorn = isTorn;
      const bytes = encode(line);
      const { written, error } = write(bytes);
      if (written === bytes.length) return;
      isTorn = written > 0 || wasTorn;
      throw error ?? new Error('The reader is slow: no room for a whole line.');
    },
    reopen(): void {
      file.reopen();
      isTorn = false;
    },
    close: file.close,
  };
}
