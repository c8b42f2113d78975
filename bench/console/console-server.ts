import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** The gateway with its console, in a process of its own. */
export interface ConsoleServer {
  /** `http://127.0.0.1:4000/graphql` */
  readonly url: string;
  /** Commits this many changes of its live sessions. */
  commit(changes: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the gateway with a number of live sessions. */
export async function startConsoleServer(sessions: number): Promise<ConsoleServer> {
  const child = spawn(process.execPath, ['bench/servers/console.ts', String(sessions)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const [url = '', port] = line.split(' ');
  return {
    url,
    commit: async (changes) => {
      await fetch(`http://127.0.0.1:${port}/commit?changes=${changes}`, { method: 'POST' });
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
