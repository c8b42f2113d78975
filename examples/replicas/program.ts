import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** A program in a process of its own. */
export interface Program {
  readonly pid: number;
  /** First URL that it printed. */
  readonly url: string;
  /** Resolves with its exit code, whatever ends it. */
  readonly ended: Promise<number | null>;
  /** Lets it finish what is in flight. */
  stop(): Promise<unknown>;
}

const ROOT = new URL('../..', import.meta.url).pathname;

/**
 * Starts a program of this repository, and waits until it prints a line.
 *
 * @param script from the root: `src/main.ts`
 * @throws when it ends before
 */
export async function start(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  line: RegExp,
): Promise<Program> {
  const child = spawn(process.execPath, [ROOT + script, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let text = '';
  let isReady = false;
  for await (const printed of createInterface(child.stdout)) {
    text += `${printed}\n`;
    isReady = line.test(printed);
    if (isReady) break;
  }
  // Its log goes on; a full pipe would stop it.
  child.stdout.resume();
  const url = /http:\/\/[\w.:]+(?:\/graphql)?/.exec(text)?.[0];
  if (!isReady || url === undefined || child.pid === undefined) throw new Error(`${script} did not start.`);
  return {
    pid: child.pid,
    url,
    ended,
    stop() {
      child.kill();
      return ended;
    },
  };
}
