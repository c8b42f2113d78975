import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { GATEWAY } from '../../bench/support/child.ts';

/** Gateway in a process of its own, which is killed with this one. */
export interface GatewayProcess {
  readonly url: string;
  /** URL of the database, as it has it. */
  readonly storeUrl: string;
  /** Commits that were rejected because a lease was lost, so far. */
  readonly fenced: number;
  /** Returns true if it reads a service, as far as it knows. */
  reads(service: string): boolean;
  /** The last lines of its log, without those of requests. */
  readonly lines: readonly string[];
  kill(signal: NodeJS.Signals): void;
  exited(): Promise<unknown>;
  /** Ends it: by force, if it does not end by itself. */
  end(): Promise<void>;
  /** Number of live sessions that it shows; -1: none. */
  total(): Promise<number>;
}

const ROOT = new URL('../..', import.meta.url).pathname;
/** Longest wait for an answer. Milliseconds. */
const ANSWER_MS = 30_000;
/** Longest wait for the end of a gateway that was asked to end. Milliseconds. */
const END_MS = 30_000;

/** Lines of a log that are kept. */
const LINES = 60;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a gateway on a free port; resolves when it is ready. @param logs folder in which its log is written */
export async function startGatewayProcess(
  environment: Readonly<Record<string, string>>,
  logs?: string,
): Promise<GatewayProcess> {
  const child: ChildProcess = spawn(process.execPath, [...GATEWAY], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment, PORT: '0', GATEWAY_AUTH: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const log = readLog(child);
  if (logs !== undefined) child.stdout?.pipe(createWriteStream(join(logs, `${child.pid}.log`)));
  child.once('exit', () => {
    running.delete(child);
    log.ready.reject(new Error(`a gateway has ended: ${log.lines.at(-1)}`));
  });
  await log.ready.promise;
  const { url, lines } = log;
  const exited = async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    url,
    storeUrl: environment.GATEWAY_STORE ?? '',
    lines,
    get fenced() {
      return log.fenced;
    },
    reads: (service) => [...log.units].some((unit) => unit.startsWith(`["${service} `)),
    kill: (signal) => void child.kill(signal),
    exited,
    async end() {
      child.kill('SIGTERM');
      const isLate = new AbortController();
      const late = wait(END_MS, undefined, { signal: isLate.signal }).then(
        () => void child.kill('SIGKILL'),
        () => {},
      );
      await exited();
      isLate.abort();
      await late;
    },
    async total() {
      const data = await ask<{ liveSessions: { totalCount: number } | null }>(
        url,
        '{ liveSessions(first: 0) { totalCount } }',
      );
      return data.liveSessions?.totalCount ?? -1;
    },
  };
}

/** Follows the log of a gateway. */
function readLog({ stdout }: ChildProcess) {
  const log = {
    url: '',
    fenced: 0,
    /** Units that it reads. */
    units: new Set<string>(),
    lines: [] as string[],
    ready: Promise.withResolvers<void>(),
  };
  createInterface({ input: stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const record = JSON.parse(line) as Readonly<Record<string, string>>;
    if (record.msg !== 'request') log.lines.push(line);
    if (log.lines.length > LINES) log.lines.shift();
    note(record);
  });
  function note({ url, msg = '', unit = '' }: Readonly<Record<string, string>>): void {
    log.url ||= url ?? '';
    if (msg === 'ready') log.ready.resolve();
    if (msg === 'lease taken') log.units.add(unit);
    if (msg === 'lease given up') log.units.delete(unit);
    if (msg.startsWith('fenced')) log.fenced += 1;
  }
  return log;
}

/** Queries a gateway. @returns the data of the answer */
export async function ask<Data>(url: string, query: string): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return ((await response.json()) as { data: Data }).data;
}
