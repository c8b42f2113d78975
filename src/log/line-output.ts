import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

/**
 * A place for lines that never waits for its reader. A pipe whose reader has stopped takes nothing more, and one whose reader has
 * gone fails every write: neither may hold up or end the process that writes.
 */
export interface LineOutput {
  /** Writes a line now, or as soon as it is taken; drops and counts it where too much waits already, or nobody can read it. */
  write(line: string): void;
  /** Writes a line before it returns, after all that waits. @throws Error where that cannot be done: nothing is left to be written later */
  writeNow(line: string): void;
  /** Number of dropped lines. */
  readonly dropped: number;
  /** Goes on with the file that now has the path, as after a rotation. @throws Error where it cannot be opened; the old one stays */
  reopen(): void;
  /** Waits for what still has to be written, so many milliseconds at most. */
  flush(limitMs: number): Promise<void>;
  close(): void;
}

/** Most bytes that are buffered for a slow reader. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Interval of retries to a full pipe. Milliseconds. */
const RETRY_MS = 20;
/** Never waits: neither for somebody to open the other end of a pipe, nor for room in it. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const FILE_MODE = 0o640;

/**
 * @param target a path, or the number of a file that is open, as 1 is stdout
 * @throws Error for a path that cannot be written
 */
export function lineOutput(target: string | number, maxWaitingBytes: number = MAX_WAITING_BYTES): LineOutput {
  let file = typeof target === 'number' ? target : openSync(target, FLAGS, FILE_MODE);
  const socket = typeof target === 'number' ? withoutBlocking(target) : undefined;
  /** Lines that wait. The first one may have been written in part. */
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  /** Whether a line ends in the middle, with nothing left to complete it by: what comes next begins on a line of its own. */
  let isTorn = false;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Writes as much as is taken. @returns how much that is @throws Error for a fault that waiting does not end */
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

  /** Takes from what waits until nothing does, or no more is taken. @throws as `tryToWrite` does; all that waits is dropped */
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
      // Counted.
    }
    if (waiting.length > 0) retryLater();
  }

  /** As bytes, on a line of its own. */
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
      if (waiting.length > 0) throw new Error('The reader is behind: no room for a line.');
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
      throw new Error('The reader is behind: no room for a whole line.');
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
 * Has writes to a pipe or socket that was inherited fail where they would wait: libuv sets that when it is given one, and Node has
 * no other way to. Files never wait for a reader.
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
