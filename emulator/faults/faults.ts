import { createRandom, type Random } from '../world/random.ts';

/** An injected fault. It applies to calls that match all given conditions. */
export interface Fault {
  service?: string;
  operation?: string;
  accountId?: string;
  region?: string;
  /** Condition: the JSON of the input contains this text. */
  inputContains?: string;
  /** Number of calls to affect; default unlimited. */
  times?: number;
  /** Number of matching calls to let pass first. */
  after?: number;
  /** Share of the matching calls to affect, 0 to 1; pseudo-random, reproducible by seed. */
  share?: number;
  kind: 'error' | 'hang' | 'reset' | 'truncate' | 'delay';
  /** Error code of a fault of kind `error`, like `message` and `status`. Default: a 500 InternalFailure. */
  code?: string;
  message?: string;
  status?: number;
  /** Delay of a fault of kind `delay`. Milliseconds. */
  delay?: number;
}

/** The call that faults are matched against. */
export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly input: unknown;
}

export interface Faults {
  /** Returns the first fault that applies to a call, and counts the call for `after` and `times`. */
  match(faults: readonly Fault[], target: FaultTarget): Fault | undefined;
}

/** @param random draws for faults with a `share` */
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
