import type { Replication, ReplicationOptions } from '../replicas/replication.ts';

/** Restores live sessions from the store, and joins the other processes that use it. */
export interface Restoration {
  /**
   * Restores at once if the store is open, else in the background, again and again until it can be read.
   *
   * @throws StoreError when an open store cannot be read
   */
  begin(): Promise<void>;
  /** Resolves once live sessions are restored, or this process closes. */
  done(): Promise<void>;
  /** Returns true once live sessions are restored; a store that does not last has nothing to restore. */
  isDone(): boolean;
  /** Returns the replication; undefined before it is restored, and without other processes. */
  replication(): Replication | undefined;
}

export interface RestorationOptions extends Omit<ReplicationOptions, 'replicas'> {
  /** Ends the attempts. */
  readonly closed: AbortSignal;
}

/** Time between two attempts to read a store that was away at the start. Milliseconds. */
const RETRY_MS = 1_000;

/** Creates a restoration, which reads nothing before `begin`. */
export function createRestoration(options: RestorationOptions): Restoration {
  const { store, view, reconciler, clock, log, maxAgeMs, closed } = options;
  let isDone = !store.isDurable;
  let replication: Replication | undefined;
  let done: Promise<void> = Promise.resolve();

  async function restore(): Promise<void> {
    const { restoreLive } = await import('../recording/restored-live.ts');
    const restored = await restoreLive(store, clock.wall(), maxAgeMs);
    view.restart(store.id, restored);
    isDone = true;
    if (!store.replicas) {
      reconciler().restore(restored);
      return;
    }
    const { createReplication } = await import('../replicas/replication.ts');
    replication = createReplication({ ...options, replicas: store.replicas });
    replication.follow(restored);
  }

  async function restoreLater(): Promise<void> {
    await store.opened();
    while (!isDone && !closed.aborted) {
      await restore().catch((err: unknown) => log.warn({ err }, 'live sessions cannot be restored yet'));
      if (!isDone) await new Promise<void>((resolve) => clock.schedule(resolve, RETRY_MS));
    }
  }

  return {
    async begin() {
      if (isDone) return;
      if (store.isOpen) await restore();
      else done = restoreLater();
    },
    done: () => done,
    isDone: () => isDone,
    replication: () => replication,
  };
}
