import { Session } from 'node:inspector';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** Work between two turns of the event loop. */
export interface TurnWork {
  /** The most: executed functions and blocks, so that each iteration of a loop counts. */
  readonly most: number;
  readonly total: number;
  /** The most executed functions of the turn with the most. */
  readonly where: readonly string[];
}

// Optimized code does not count its invocations. For the process: a test that uses this has one of its own (vitest.config.ts).
setFlagsFromString('--no-opt');
setFlagsFromString('--no-maglev');
setFlagsFromString('--no-sparkplug');

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/**
 * Processor time up to which turns are counted together, as reading the counts takes longer than most turns do. The work of a
 * turn is then overestimated by that of the short ones before it: some 20,000. Microseconds.
 */
const SHORT_US = 5_000;

/** The gateway and its dependencies, without the emulated AWS, clients and the test runner in the same process. */
const COUNTED = /\/src\/(?!.*node_modules)|\/node_modules\/(?!vitest|vite|@vitest|chai)/;

/**
 * Counts what the process executes between two turns of the event loop, by V8's block coverage: how long another request waits,
 * whatever the speed of the machine and whatever else it does.
 */
export async function workPerTurn(task: () => Promise<unknown>): Promise<TurnWork> {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  let seen: TurnWork = { most: 0, total: 0, where: [] };
  let isOver = false;
  let takenAt = usedMicroseconds();

  function take(): void {
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) throw error;
      const { work, where } = workOf(coverage as unknown as Coverage);
      const isMost = work > seen.most;
      seen = {
        most: isMost ? work : seen.most,
        where: isMost ? where : seen.where,
        total: seen.total + work,
      };
    });
    takenAt = usedMicroseconds();
  }
  function turn(): void {
    if (isOver) return;
    if (usedMicroseconds() - takenAt > SHORT_US) take();
    setImmediate(turn);
  }

  setImmediate(turn);
  try {
    await task();
    take();
  } finally {
    isOver = true;
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
  return seen;
}

/** Processor time of this thread so far. */
function usedMicroseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

function workOf({ result }: Coverage): { readonly work: number; readonly where: readonly string[] } {
  let work = 0;
  const parts: { readonly name: string; readonly count: number }[] = [];
  for (const { url, functions } of result) {
    if (!COUNTED.test(url)) continue;
    for (const { functionName, ranges } of functions) {
      const count = ranges.reduce((sum, range) => sum + range.count, 0);
      work += count;
      if (count > 0) parts.push({ name: `${url.split('/').slice(-2).join('/')} ${functionName}`, count });
    }
  }
  const most = parts.sort((one, other) => other.count - one.count).slice(0, 5);
  return { work, where: most.map(({ name, count }) => `${count} ${name}`) };
}
