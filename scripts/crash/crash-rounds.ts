import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { StoreTarget } from '../../src/config/store.ts';
import { checkStore } from './check-store.ts';

export interface CrashReport {
  readonly rounds: number;
  /** Revisions that were committed in all rounds. */
  readonly revisions: number;
  readonly faults: readonly string[];
}

/**
 * Kills a process that commits to a store, again and again, and checks the store after each time.
 *
 * @param rounds number of kills
 * @param random returns a number from 0 to 1, which says when the process is killed
 */
export async function crashRounds(
  target: StoreTarget,
  rounds: number,
  random: () => number = Math.random,
): Promise<CrashReport> {
  const faults: string[] = [];
  let printed = 0;
  for (let round = 1; round <= rounds; round += 1) {
    printed = Math.max(printed, await killWriter(target, 1 + Math.floor(random() * 30)));
    for (const fault of await checkStore(target, printed)) faults.push(`round ${round}: ${fault}`);
  }
  return { rounds, revisions: printed, faults };
}

/** Starts a writer, and kills it some time after it has printed so many revisions. @returns the last one */
async function killWriter(target: StoreTarget, commits: number): Promise<number> {
  const writer = spawn(process.execPath, [new URL('writer.ts', import.meta.url).pathname, JSON.stringify(target)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const exited = once(writer, 'close');
  writer.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
    // What comes after the kill was committed before it, too.
    if (text.split('\n').length > commits) writer.kill('SIGKILL');
  });
  await exited;
  const revisions = text.split('\n').slice(0, -1).map(Number);
  if (revisions.length === 0) throw new Error('the writer has committed nothing');
  return Math.max(...revisions);
}
