import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Gateway in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  kill(signal: NodeJS.Signals): void;
  exited(): Promise<unknown>;
  /** Lines of its log with this text so far. */
  count(text: string): number;
  /** Number of live sessions that it shows. */
  total(): Promise<number>;
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/** Starts a gateway on a free port; resolves when it is ready. */
export async function startGatewayProcess(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...environment, PORT: '0', GATEWAY_AUTH: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let url = '';
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line);
    url ||= /"url":"([^"]+)"/.exec(line)?.[1] ?? '';
    if (line.includes('"msg":"ready"')) ready.resolve();
  });
  child.once('exit', () => ready.reject(new Error(`a gateway has ended: ${lines.at(-1)}`)));
  await ready.promise;
  return {
    url,
    kill: (signal) => void child.kill(signal),
    exited: () => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()),
    count: (text) => lines.filter((line) => line.includes(text)).length,
    async total() {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ liveSessions(first: 0) { totalCount } }' }),
      });
      const { data } = (await response.json()) as { data: { liveSessions: { totalCount: number } | null } };
      return data.liveSessions?.totalCount ?? -1;
    },
  };
}
