/** Outcome of a scenario. */
export interface Verdict {
  /** Figures, as they are printed. */
  readonly figures: readonly string[];
  /** Expectations that did not hold; empty: all of them did. */
  readonly faults: readonly string[];
}

/** Collects faults: `check(count === 5, 'five of them')`. */
export function faultList(): { readonly faults: string[]; check(holds: boolean, what: string): void } {
  const faults: string[] = [];
  return {
    faults,
    check(holds, what) {
      if (!holds) faults.push(what);
    },
  };
}

/** Returns a percentile of values, in their unit. @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;
export const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

/** Waits until a condition holds. @returns false after `limitMs` milliseconds */
export async function until(condition: () => boolean, limitMs: number): Promise<boolean> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > limitMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
