import type { Stage } from './stage.ts';
import type { Trouble } from './upstream.ts';

/** One thing that a client, AWS or the reader of a log does to a gateway. */
export interface Attack {
  /** The line of the list of attacks that it stands for: `B3`. */
  readonly line: string;
  /** Description, for the table. */
  readonly what: string;
  /** True if `--quick` runs it, too. */
  readonly quick?: boolean;
  /** Options of the emulated AWS: `--sessions 4300`. */
  readonly world?: readonly string[];
  /** Faults of AWS. */
  readonly trouble?: Trouble;
  /** Faults of the issuer of tokens once the gateway is ready. */
  readonly issuer?: 'endless';
  /** Variables of the gateway. */
  readonly env?: Readonly<Record<string, string>>;
  /** Reader of the log: a file (default), somebody who stops reading once the gateway is ready, or leaves a moment later. */
  readonly log?: 'slow' | 'gone';
  /**
   * Attacks; returns once every answer is there or given up.
   *
   * @throws Failed where something else goes wrong than what is measured of every attack
   */
  run(stage: Stage): Promise<void>;
}

/** Fault of the gateway that an attack itself found. */
export class Failed extends Error {}

export const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Runs tasks, so many at a time. */
export async function inTurn(tasks: readonly (() => Promise<unknown>)[], atOnce = 1): Promise<void> {
  const left = [...tasks];
  await Promise.all(
    many(atOnce, async () => {
      for (let task = left.shift(); task; task = left.shift()) await task();
    }),
  );
}
