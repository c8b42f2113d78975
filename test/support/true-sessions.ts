import type { SimulatedChange } from '../../emulator/world/simulated-change.ts';

/** Status that a session truly has from a time on, in the gateway's words; null once it has ended. Milliseconds since the epoch. */
export interface TrueStatus {
  readonly at: number;
  readonly status: string | null;
}

/** True life of a session of the emulated world. */
export interface TrueSession {
  /** The id that AWS lists it by. */
  readonly id: string;
  readonly service: SimulatedChange['service'];
  /** True for one that was there when the simulation began, so that its start is not known. */
  readonly isFirst: boolean;
  /** In the order of time; begins with its start. */
  readonly statuses: readonly TrueStatus[];
}

/** AWS's words by those of the gateway (contract.md, section 4); what is not listed here has ended. */
const STATUSES: Readonly<Record<string, string>> = {
  PENDING: 'CONNECTING',
  'ACTIVE CONNECTED': 'CONNECTED',
  'ACTIVE NOT_CONNECTED': 'DISCONNECTED',
  Connecting: 'CONNECTING',
  Connected: 'CONNECTED',
  Disconnected: 'DISCONNECTED',
  Terminating: 'TERMINATING',
  CONNECTED: 'CONNECTED',
  NOT_CONNECTED: 'DISCONNECTED',
};

/** The true sessions of a simulation. */
export interface TrueSessions {
  /** In the order of their starts. Those of a personal WorkSpace have one id. */
  readonly all: readonly TrueSession[];
  /** Records what happens: see `SimulationOptions`. */
  add(change: SimulatedChange): void;
}

/** @param begunAt when the simulation begins. Milliseconds since the epoch */
export function trueSessions(begunAt: number): TrueSessions {
  const all: TrueSession[] = [];
  /** Statuses of the last session of each id. */
  const last = new Map<string, TrueStatus[]>();
  return {
    all,
    add({ id, service, at, status: told }: SimulatedChange) {
      const status = told === null ? null : (STATUSES[told] ?? null);
      const before = last.get(id)?.at(-1)?.status ?? null;
      if (before === status) return;
      if (before === null) {
        const statuses: TrueStatus[] = [];
        last.set(id, statuses);
        all.push({ id, service, isFirst: at === begunAt, statuses });
      }
      last.get(id)?.push({ at, status });
    },
  };
}

/** Time of the end; Infinity while the session lasts. */
export function trueEnd({ statuses }: TrueSession): number {
  const last = statuses.at(-1);
  return last?.status === null ? last.at : Infinity;
}

export function trueStart({ statuses }: TrueSession): number {
  return statuses[0]?.at ?? Infinity;
}

/** The status at a time; null before the start and after the end. */
export function statusAt({ statuses }: TrueSession, time: number): string | null {
  return statuses.findLast(({ at }) => at <= time)?.status ?? null;
}

/** Times at which a session of intervals is there at the most at the same time, within a window. */
export function peakOf(intervals: readonly (readonly [from: number, to: number])[], from: number, to: number): number {
  const edges = intervals
    .filter(([begin, end]) => begin < to && end > from && end > begin)
    .flatMap(([begin, end]) => [
      [Math.max(begin, from), 1],
      [end, -1],
    ])
    // What ends at a moment makes room for what begins at it.
    .sort(([at = 0, step = 0], [otherAt = 0, otherStep = 0]) => at - otherAt || step - otherStep);
  let [now, most] = [0, 0];
  for (const [, step = 0] of edges) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}
