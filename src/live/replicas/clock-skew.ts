import type { Log } from '../../log/log.ts';
import type { ReplicaStore } from '../../store/replica-store.ts';
import type { LiveClock } from '../live-clock.ts';

/** Time between two comparisons. Milliseconds. */
const INTERVAL_MS = 60_000;
/** Difference that is logged: times that clients see are wrong by as much. Milliseconds. */
const MAX_SKEW_MS = 2_000;

/** Comparison of the clock of this process with that of the database, which all replicas share. */
export interface ClockSkew {
  /** Time by which the clock of this process is ahead; 0 before the first comparison. Milliseconds. */
  readonly aheadMs: number;
  start(): void;
  close(): void;
}

/** Compares every minute; logs when the difference becomes too large, and when it no longer is. */
export function clockSkew({
  replicas,
  clock,
  log,
}: {
  readonly replicas: Pick<ReplicaStore, 'now'>;
  readonly clock: LiveClock;
  readonly log: Log;
}): ClockSkew {
  let aheadMs = 0;
  let isWrong = false;
  let isClosed = false;
  let cancel = () => {};

  async function compare(): Promise<void> {
    const askedAt = clock.wall();
    const at = await replicas.now();
    const answeredAt = clock.wall();
    aheadMs = (askedAt + answeredAt) / 2 - at;
    // The answer was given at some time in between.
    const leastMs = Math.abs(aheadMs) - (answeredAt - askedAt) / 2;
    if (leastMs > MAX_SKEW_MS === isWrong) return;
    isWrong = !isWrong;
    const seconds = Math.round(aheadMs / 100) / 10;
    if (isWrong) log.warn({ seconds }, "this clock differs from the database's: observed times are wrong by as much");
    else log.info({ seconds }, "this clock agrees with the database's again");
  }

  function repeat(): void {
    compare()
      .catch((err: unknown) => log.debug({ err }, "the database's clock cannot be read"))
      .finally(() => {
        if (!isClosed) cancel = clock.schedule(repeat, INTERVAL_MS);
      });
  }

  return {
    get aheadMs() {
      return aheadMs;
    },
    start: repeat,
    close() {
      isClosed = true;
      cancel();
    },
  };
}
