import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import { GATEWAY } from '../../bench/support/child.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A program of this repository in a process and an environment of its own. */
export interface Running {
  readonly child: ChildProcess;
  /** Lines of stdout so far. */
  readonly lines: readonly string[];
  /** Resolves with the first line that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves with exit code and stderr. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Options of Node in `npm start`. */
const OPTIONS = GATEWAY.filter((each) => each.startsWith('--'));

/** @param script from the root: `src/main.ts` */
export function run(script: string, args: readonly string[] = [], environment: Record<string, string> = {}): Running {
  return runIn(ROOT, [...OPTIONS, script, ...args], environment);
}

/** Runs Node with these arguments in another folder. */
export function runIn(folder: string, args: readonly string[], environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    // Excludes the machine's own AWS configuration.
    env: { PATH: process.env.PATH, HOME: '/nonexistent', NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
  });
  const lines: string[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));

  return {
    child,
    lines,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stderr })),
    async line(pattern) {
      while (true) {
        const found = lines.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        await Promise.race([once(reader, 'line'), once(child, 'exit').then(() => Promise.reject(new Error(stderr)))]);
      }
    },
  };
}

/** Starts the gateway on a free port and waits until it is ready. */
export async function runGateway(
  environment: Record<string, string> = {},
): Promise<Running & { readonly url: string }> {
  const running = run('src/start.js', [], { PORT: '0', ...environment });
  const [first] = [await running.line(/./)];
  await running.line(/"msg":"ready"/);
  return { ...running, url: (JSON.parse(first) as { url: string }).url };
}

/** Kills the programs of a file after each test. Returns a function that registers a program and returns it. */
export function killAfterEach(): <Program extends Running>(program: Program) => Program {
  const running: Running[] = [];
  afterEach(() => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
  });
  return (program) => {
    running.push(program);
    return program;
  };
}

export async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
