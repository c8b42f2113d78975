import type { Log } from '../../log/log.ts';
import { LEASE_MS, type ReplicaStore } from '../../store/replica-store.ts';
import type { Lease } from '../../store/stored-change.ts';
import type { LiveClock } from '../live-clock.ts';
import { unitOf } from '../reconciler/units.ts';
import type { HeldLeases } from '../recording/recorder.ts';
import type { LeaseChanges } from './replica-status.ts';

/** Time between two renewals. Milliseconds. */
const RENEW_MS = 4_000;

/** Leases of a process, which are renewed while it runs. */
export interface LeaseKeeper extends HeldLeases {
  /** Number of leases that it holds. */
  readonly size: number;
  readonly changes: LeaseChanges;
  start(units: readonly string[]): void;
  /** Gives up all leases, and takes none any more. */
  release(): Promise<void>;
}

export interface LeaseKeeperOptions {
  readonly replicas: Pick<ReplicaStore, 'hold' | 'release'>;
  readonly clock: LiveClock;
  readonly log: Log;
  /**
   * Called for a unit that this process may read from now on, for one at a time. Renewals go on meanwhile.
   *
   * @param isHeld returns false once the lease is lost: the unit must not be read any more
   */
  readonly onAcquired: (unit: string, isHeld: () => boolean) => Promise<void>;
  /** Called for a unit that another process may read from now on. */
  readonly onLost: (unit: string) => void;
}

/**
 * Holds a share of the units. Without an answer of the database all leases count as lost before they expire, so that no unit is read
 * by two processes for longer than a renewal takes; what is written is checked by the database all the same.
 */
export function leaseKeeper({ replicas, clock, log, onAcquired, onLost }: LeaseKeeperOptions): LeaseKeeper {
  const leases = new Map<string, Lease>();
  const changes = { taken: 0, given_up: 0, fenced: 0 };
  let units: readonly string[] = [];
  let cancel: (() => void) | null = null;
  let isReleased = false;
  let renewing: Promise<void> = Promise.resolve();
  let acquiring: Promise<void> = Promise.resolve();

  function lose(unit: string): void {
    if (!leases.delete(unit)) return;
    changes.given_up += 1;
    log.info({ unit }, 'lease given up');
    onLost(unit);
  }

  /** Resolves with the leases as they were held at this time. */
  async function renew(): Promise<void> {
    const askedAt = clock.now();
    try {
      const held = await replicas.hold(units);
      if (isReleased) return;
      expireAt(askedAt + LEASE_MS);
      adopt(held);
    } catch (err) {
      log.debug({ err }, 'leases cannot be renewed');
    }
    // From when it was asked: the slower the database answers, the sooner it is asked again.
    if (!isReleased) cancel = clock.schedule(begin, Math.max(0, askedAt + RENEW_MS - clock.now()));
  }

  function adopt(held: readonly Lease[]): void {
    const epochs = new Map(held.map(({ unit, epoch }) => [unit, epoch]));
    for (const { unit, epoch } of [...leases.values()]) if (epochs.get(unit) !== epoch) lose(unit);
    for (const lease of held) {
      if (leases.has(lease.unit)) continue;
      leases.set(lease.unit, lease);
      changes.taken += 1;
      log.info({ unit: lease.unit, epoch: lease.epoch }, 'lease taken');
      acquiring = acquiring.then(() => acquire(lease));
    }
  }

  async function acquire(lease: Lease): Promise<void> {
    const isHeld = () => leases.get(lease.unit) === lease;
    if (!isHeld()) return;
    try {
      await onAcquired(lease.unit, isHeld);
    } catch (err) {
      if (!isHeld()) return;
      log.warn({ err, unit: lease.unit }, 'the state of a unit cannot be read');
      lose(lease.unit);
    }
  }

  let cancelExpiry: (() => void) | null = null;
  function expireAt(at: number): void {
    cancelExpiry?.();
    cancelExpiry = clock.schedule(
      () => {
        for (const unit of [...leases.keys()]) lose(unit);
      },
      Math.max(0, at - clock.now()),
    );
  }

  function begin(): void {
    cancel = null;
    renewing = renew();
  }

  return {
    changes,
    get size() {
      return leases.size;
    },
    start(all) {
      units = all;
      if (!isReleased) begin();
    },
    of: (sourceId) => leases.get(unitOf(sourceId)),
    lost(lost) {
      log.warn({ units: lost }, 'fenced: another process has taken the lease; nothing was written');
      changes.fenced += lost.length;
      for (const unit of lost) lose(unit);
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      cancel?.();
      cancelExpiry?.();
      for (const unit of [...leases.keys()]) lose(unit);
      await renewing;
      await replicas.release().catch((err: unknown) => log.debug({ err }, 'leases expire by themselves'));
    },
  };
}
