import type { Clock } from '../../aws/clock.ts';

/** Reason to run a task before its time, in the order of urgency. */
export type Urgency = 'counters' | 'missing' | 'written';

/** Milliseconds by which an urgent task goes before one that is merely due: no urgency starves the others for longer. */
const HEAD_START_MS: Readonly<Record<Urgency, number>> = { counters: 20_000, missing: 30_000, written: 120_000 };

/** Repeated reading of one source. */
export interface ScanTask {
  /** Tasks of one partition share its calls: `appstream 123456789012/eu-west-1`. */
  readonly partition: string;
  /** Reads once; resolves with the milliseconds until the next time. Must not reject. */
  run(): Promise<number>;
}

/** Runs tasks when they are due, a few of each partition at once. Starts paused. */
export interface Scheduler {
  /** Adds a task that is due at once. */
  add(id: string, task: ScanTask): void;
  remove(id: string): void;
  /** Makes a task due now. One that is running runs once more. */
  expedite(id: string, urgency: Urgency): void;
  /** Milliseconds until a task is due, by the clock; null while it runs, is unknown, or the scheduler is paused. */
  dueIn(id: string): number | null;
  /** Makes every task due, and runs them. No effect while it runs. */
  resume(): void;
  /** Starts no further task; those that run end by themselves. */
  pause(): void;
  readonly isPaused: boolean;
}

interface Entry extends ScanTask {
  readonly id: string;
  dueAt: number;
  headStart: number;
  isRunning: boolean;
  /** Urgency that came while it was running. */
  runAgain: Urgency | null;
}

interface Partition {
  readonly entries: Map<string, Entry>;
  /** Number of tasks that run, removed ones included: their calls are in flight. */
  running: number;
}

/** @param concurrency tasks of one partition that run at once, at most */
export function createScheduler(clock: Clock, concurrency: number): Scheduler {
  const partitions = new Map<string, Partition>();
  const entries = new Map<string, Entry>();
  const timers = new Map<string, () => void>();
  let isPaused = true;

  /** Starts the tasks that are due, the one that has waited longest first; wakes up for the next one. */
  function pump(partition: string): void {
    timers.get(partition)?.();
    timers.delete(partition);
    const tasks = partitions.get(partition);
    if (isPaused || !tasks) return;
    const now = clock.now();
    const { due, nextAt } = duties([...tasks.entries.values()], now);
    const free = Math.max(0, concurrency - tasks.running);
    for (const entry of due.slice(0, free)) void run(entry, tasks);
    // Else the next one starts when one of these has ended.
    if (due.length < free && nextAt < Infinity)
      timers.set(partition, clock.schedule(pump.bind(null, partition), nextAt - now));
  }

  async function run(entry: Entry, partition: Partition): Promise<void> {
    entry.isRunning = true;
    entry.headStart = 0;
    partition.running += 1;
    const delay = await entry.run();
    partition.running -= 1;
    entry.isRunning = false;
    entry.dueAt = clock.now() + delay;
    if (entry.runAgain) makeDue(entry, entry.runAgain);
    entry.runAgain = null;
    pump(entry.partition);
  }

  function makeDue(entry: Entry, urgency: Urgency): void {
    entry.dueAt = Math.min(entry.dueAt, clock.now());
    entry.headStart = Math.max(entry.headStart, HEAD_START_MS[urgency]);
  }

  return {
    get isPaused() {
      return isPaused;
    },
    add(id, task) {
      const entry = { ...task, id, dueAt: clock.now(), headStart: 0, isRunning: false, runAgain: null };
      entries.set(id, entry);
      partitionIn(partitions, task.partition).entries.set(id, entry);
      pump(task.partition);
    },
    remove(id) {
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      partitions.get(entry.partition)?.entries.delete(id);
    },
    expedite(id, urgency) {
      const entry = entries.get(id);
      if (!entry) return;
      if (entry.isRunning) entry.runAgain = moreUrgent(urgency, entry.runAgain);
      else makeDue(entry, urgency);
      pump(entry.partition);
    },
    dueIn(id) {
      const entry = entries.get(id);
      return !entry || entry.isRunning || isPaused ? null : Math.max(0, entry.dueAt - clock.now());
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      for (const entry of entries.values()) entry.dueAt = Math.min(entry.dueAt, clock.now());
      for (const partition of partitions.keys()) pump(partition);
    },
    pause() {
      isPaused = true;
      for (const partition of partitions.keys()) pump(partition);
    },
  };
}

function partitionIn(partitions: Map<string, Partition>, name: string): Partition {
  const partition = partitions.get(name) ?? { entries: new Map(), running: 0 };
  partitions.set(name, partition);
  return partition;
}

/** Tasks that are due, the most urgent first, and the time of the next one. */
function duties(tasks: readonly Entry[], now: number) {
  const idle = tasks.filter(({ isRunning }) => !isRunning);
  const due = idle.filter(({ dueAt }) => dueAt <= now).sort((one, other) => rankOf(one) - rankOf(other));
  const nextAt = idle.reduce((soonest, { dueAt }) => (dueAt > now ? Math.min(soonest, dueAt) : soonest), Infinity);
  return { due, nextAt };
}

function moreUrgent(one: Urgency, other: Urgency | null): Urgency {
  return other !== null && HEAD_START_MS[other] > HEAD_START_MS[one] ? other : one;
}

function rankOf({ dueAt, headStart }: Entry): number {
  return dueAt - headStart;
}
