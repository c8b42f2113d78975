import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** File, pipe or socket to which writes never wait for a reader. */
export interface NonBlockingFile {
  /** Writes as many bytes as it accepts now. Never throws: `error` is any failure but a full pipe. */
  write(bytes: Buffer): { readonly written: number; readonly error?: NodeJS.ErrnoException };
  /** Opens its path again, as after a rotation; nothing for a descriptor. @throws Error if it fails; the old file stays open */
  reopen(): void;
  close(): void;
}

/** Flags of opened files: non-blocking, both for opening a pipe without a reader and for writes to a full one. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const FILE_MODE = 0o640;

/**
 * Opens a path, or uses a descriptor of the process.
 *
 * @throws Error for a path that cannot be written
 */
export function nonBlockingFile(target: string | number): NonBlockingFile {
  let file = typeof target === 'number' ? target : openSync(target, FLAGS, FILE_MODE);
  const socket = typeof target === 'number' ? withoutBlocking(target) : undefined;
  return {
    write: (bytes) => writeAvailable(file, bytes),
    reopen() {
      if (typeof target === 'number') return;
      const next = openSync(target, FLAGS, FILE_MODE);
      closeSync(file);
      file = next;
    },
    close() {
      socket?.unref();
      if (typeof target !== 'number') closeSync(file);
    },
  };
}

function writeAvailable(file: number, bytes: Buffer): ReturnType<NonBlockingFile['write']> {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(file, bytes, written);
    } catch (thrown) {
      const error = thrown as NodeJS.ErrnoException;
      if (error.code === 'EINTR') continue;
      return error.code === 'EAGAIN' ? { written } : { written, error };
    }
  }
  return { written };
}

/**
 * Makes an inherited pipe or socket non-blocking: libuv does so when a `Socket` is created for it, and Node has no other way.
 * Returns undefined for files, whose writes do not wait for a reader.
 */
function withoutBlocking(file: number): Socket | undefined {
  const stats = fstatSync(file);
  if (!stats.isFIFO() && !stats.isSocket()) return undefined;
  const socket = new Socket({ fd: file, readable: false, writable: true });
  return socket.on('error', () => {}).unref();
}
