import { createRandom, type Random } from '../world/random.ts';

/** Something that goes wrong, for the calls it matches (an absent condition matches all), `times` times (absent: for ever). */
export interface Fault {
  service?: string;
  operation?: string;
  accountId?: string;
  region?: string;
  /** Matches when the JSON of the input contains this text. */
  inputContains?: string;
  times?: number;
  /** Lets so many matching calls pass before it begins. */
  after?: number;
  /** Meets this share of the matching calls, at random but the same ones for a seed: from 0 to 1. */
  share?: number;
  kind: 'error' | 'hang' | 'reset' | 'truncate' | 'delay';
  /** With `error`. */
  code?: string;
  message?: string;
  status?: number;
  /** With `delay`: milliseconds. */
  delay?: number;
}

/** What a fault is matched against. */
export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly input: unknown;
}

/** Finds the fault that a call meets, and counts it: a fault with `after` lets calls pass first, one with `times` wears out. */
export interface Faults {
  match(faults: readonly Fault[], target: FaultTarget): Fault | undefined;
}

/** @param random decides for faults with a `share` */
export function createFaults(random: Random = createRandom(1)): Faults {
  const seen = new WeakMap<Fault, number>();
  return {
    match(faults, target) {
      return faults.find((fault) => {
        if (!matches(fault, target) || (fault.share !== undefined && !random.chance(fault.share))) return false;
        const count = (seen.get(fault) ?? 0) + 1;
        seen.set(fault, count);
        const { after = 0, times = Infinity } = fault;
        return count > after && count <= after + times;
      });
    },
  };
}

function matches(fault: Fault, target: FaultTarget): boolean {
  return (
    (['service', 'operation', 'accountId', 'region'] as const).every(
      (key) => fault[key] === undefined || fault[key] === target[key],
    ) &&
    (fault.inputContains === undefined || JSON.stringify(target.input).includes(fault.inputContains))
  );
}
