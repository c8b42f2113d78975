import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A program in a process of its own, so that its CPU and memory are its own. */
export interface Child {
  readonly process: ChildProcess;
  /** What its first matching line said. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program and waits for the line that names its URL. */
export async function startChild(
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Child> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  // Whoever logs must not be held up by a full pipe.
  lines.resume();
  return {
    process: child,
    url: /https?:\/\/[\w.:]+(?:\/graphql)?/.exec(line)?.[0] ?? '',
    stop: () => stopChild(child),
  };
}

/** The emulated AWS in a process of its own, standing still. */
export const startAws = (...args: readonly string[]): Promise<Child> =>
  startChild('emulator/main.ts', ['--port', '0', '--still', ...args]);

/** The environment of whoever talks to it. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    PORT: '0',
    GATEWAY_AWS: 'live',
    GATEWAY_LOG_LEVEL: 'info',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
}

/** A gateway that logs no requests, as the servers it is compared with: it cannot say its port, so it is given one. */
export async function startQuietGateway(endpoint: string, env: Record<string, string> = {}): Promise<Child> {
  const port = env.PORT ?? String(20_000 + (process.pid % 20_000));
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      ...awsEnvironment(endpoint),
      ...env,
      PORT: port,
      GATEWAY_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilReady(url);
  return { process: child, url, stop: () => stopChild(child) };
}

async function untilReady(url: string): Promise<void> {
  const ready = new URL('/ready', url);
  const isReady = () =>
    fetch(ready).then(
      ({ status }) => status === 200,
      () => false,
    );
  while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function stopChild(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The gateway in a process of its own, once it can serve. */
export async function startGateway(endpoint: string, env: Record<string, string> = {}): Promise<Child> {
  const child = await startChild('src/main.ts', [], { ...awsEnvironment(endpoint), ...env });
  await untilReady(child.url);
  return child;
}

/** Resident memory of a process, in bytes. Linux only; null elsewhere. */
export async function residentBytes(pid: number | undefined): Promise<number | null> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
