import { type ChildProcess, execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from './attack.ts';

/** Output of a gateway's log, and its reader. */
export interface Log {
  /** For `spawn`: its stdout. */
  readonly writer: number | 'pipe';
  /** The gateway has been started. */
  attach(child: ChildProcess): void;
  /** Text that has been read so far. */
  text(): string;
  /** The gateway is ready: a slow reader reads no more, one that leaves leaves. */
  ready(): void;
  close(): void;
}

export function openLog(folder: string, reader: Attack['log']): Log {
  if (reader === 'slow') return slowReader(join(folder, 'log'));
  return reader === 'gone' ? leavingReader() : fileLog(join(folder, 'log'));
}

function fileLog(path: string): Log {
  const writer = openSync(path, 'a');
  return { writer, attach: () => closeSync(writer), text: () => readFileSync(path, 'utf8'), ready() {}, close() {} };
}

/** A named pipe, of which no more is read than it takes to learn where the gateway is. */
function slowReader(path: string): Log {
  execFileSync('mkfifo', [path]);
  const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, 'a');
  const buffer = Buffer.alloc(65_536);
  let text = '';
  return {
    writer,
    attach: () => closeSync(writer),
    text() {
      try {
        text += buffer.toString('utf8', 0, readSync(end, buffer));
      } catch {
        // Nothing new has been written.
      }
      return text;
    },
    ready() {},
    close: () => closeSync(end),
  };
}

/** Time for which the reader does not read before it leaves: the pipe is full by then. Milliseconds. */
const PAUSE_MS = 2_000;

/** A socket, as a parent process in Node reads the log. */
function leavingReader(): Log {
  let text = '';
  let stream: ChildProcess['stdout'] = null;
  return {
    writer: 'pipe',
    attach({ stdout }) {
      stream = stdout;
      stdout?.on('data', (chunk) => {
        text += String(chunk);
      });
    },
    text: () => text,
    ready() {
      stream?.pause();
      setTimeout(() => stream?.destroy(), PAUSE_MS);
    },
    close: () => void stream?.destroy(),
  };
}
