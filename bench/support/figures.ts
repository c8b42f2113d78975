/** One line of the table: the gateway's figure beside a reference of the same run. */
export interface Row {
  readonly scenario: string;
  readonly what: string;
  readonly ours: number;
  readonly reference: number;
  /** Describes the reference. */
  readonly against: string;
  readonly unit: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Measures a task. Milliseconds. */
export async function timed(task: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await task();
  return performance.now() - since;
}

export const ratioOf = ({ ours, reference }: Row): number => ours / reference;
