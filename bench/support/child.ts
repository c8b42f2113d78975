import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Options of Node and program of the gateway, as `npm start` has them. */
export const GATEWAY = [
  '--max-semi-space-size=16',
  '--preserve-symlinks',
  '--preserve-symlinks-main',
  'src/start.js',
] as const;

/** A program in its own process, so that its processor time and memory can be measured. */
export interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program and waits for its first line, which names its URL. */
export async function startChild(
  script: string | readonly string[],
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Child> {
  const child = spawn(process.execPath, [...[script].flat(), ...args], {
    ...optionsFor(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  // A full pipe would block a program that logs.
  lines.resume();
  return asChild(child, /https?:\/\/[\w.:]+(?:\/graphql)?/.exec(line)?.[0] ?? '');
}

/** Starts a program that prints nothing, at a known URL. */
export function startSilentChild(command: readonly string[], url: string, env: Record<string, string>): Child {
  return asChild(
    spawn(process.execPath, [...command], { ...optionsFor(env), stdio: ['ignore', 'ignore', 'inherit'] }),
    url,
  );
}

/** Options that hide the machine's own AWS configuration, and make graphql-js skip its checks for developers in every server. */
function optionsFor(env: Record<string, string>) {
  return { cwd: ROOT, env: { PATH: process.env.PATH, HOME: '/nonexistent', NODE_ENV: 'production', ...env } };
}

function asChild(child: ChildProcess, url: string): Child {
  return {
    process: child,
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
