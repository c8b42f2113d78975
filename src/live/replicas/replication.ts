import type { PacedPartition } from '../../aws/call-pace.ts';
import type { Log } from '../../log/log.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { ReplicaStore } from '../../store/replica-store.ts';
import type { Store } from '../../store/store.ts';
import type { LiveClock } from '../live-clock.ts';
import type { Reconciler } from '../reconciler/reconciler.ts';
import { fromDatedJson, toDatedJson } from '../recording/dated-json.ts';
import { type RestoredLive, restoreLive } from '../recording/restored-live.ts';
import type { LiveView } from '../view/live-view.ts';
import { clockSkew } from './clock-skew.ts';
import { createFeed, type Feed } from './feed.ts';
import { type LeaseKeeper, leaseKeeper } from './held-leases.ts';
import type { ReplicaStatus } from './replica-status.ts';
import { type ErasureMessages, type SharedErasure, sharedErasure } from './shared-erasure.ts';

export interface ReplicationOptions {
  readonly store: Store;
  readonly replicas: ReplicaStore;
  readonly view: LiveView;
  /** Returns the reconciler, which is created later. */
  readonly reconciler: () => Reconciler;
  readonly clock: LiveClock;
  readonly log: Log;
  readonly maxAgeMs: number;
  /** Invalidates what this process has cached of AWS, because another one has changed something. */
  readonly onWritten: (partition: PacedPartition, kinds: readonly string[]) => void;
}

/** One gateway of several processes: each reads its share of the units, and shows what all have committed. */
export interface Replication {
  readonly leases: LeaseKeeper;
  readonly feed: Feed;
  readonly erasure: SharedErasure;
  /** Begins to follow the others, from what was restored. */
  follow(restored: RestoredLive): void;
  /** Begins to take leases. */
  start(): Promise<void>;
  /** Ends a session that this gateway has terminated: here, or where its source is read. */
  ended(id: string, session: AnySession | null): void;
  touch(id: string): void;
  written(partition: PacedPartition, kinds: readonly string[]): void;
  status(): ReplicaStatus;
  close(): Promise<void>;
}

/** Messages between processes. Each process acts on those that concern its units. */
interface Messages extends ErasureMessages {
  readonly ended: { readonly id: string; readonly session: AnySession | null };
  readonly touch: { readonly id: string };
  readonly written: { readonly partition: PacedPartition; readonly kinds: readonly string[] };
}

export function createReplication(options: ReplicationOptions): Replication {
  const { store, replicas, view, reconciler, clock, log, maxAgeMs } = options;

  const send = (kind: keyof Messages, message: object) => replicas.send(kind, toDatedJson(message));
  const erasure = sharedErasure({ view, reconciler, clock, send });

  const handlers: { readonly [Kind in keyof Messages]: (message: Messages[Kind]) => void } = {
    ended: ({ id, session }) => reconciler().ended(id, session),
    touch: ({ id }) => reconciler().touch(id),
    ...erasure.handlers,
    written({ partition, kinds }) {
      options.onWritten(partition, kinds);
      reconciler().written(partition, kinds);
    },
  };

  function onMessage(kind: string, body: string): void {
    // A newer version may send what this one does not know.
    if (kind in handlers) handlers[kind as keyof Messages](fromDatedJson(body));
  }

  function tell<Kind extends keyof Messages>(kind: Kind, message: Messages[Kind]): void {
    send(kind, message).catch((err: unknown) => log.warn({ err, kind }, 'a message to other processes was not sent'));
  }

  async function onGap() {
    log.warn('changes of other processes are no longer stored; live sessions are read anew');
    const restored = await restoreLive(store, clock.wall(), maxAgeMs);
    view.restart(store.id, restored);
    return { storeId: store.id, revision: restored.revision, stamp: restored.stamp };
  }

  const onFailing = (isFailing: boolean) => view.showFailing(isFailing, []);
  const skew = clockSkew({ replicas, clock, log });
  const feed = createFeed({ replicas, view, clock, log, onMessage, onGap, onFailing });
  const leases = leaseKeeper({
    replicas,
    clock,
    log,
    async onAcquired(unit, isHeld) {
      const state = await restoreLive(store, clock.wall(), maxAgeMs, unit);
      // Changes of the former holder come before those that are found from now on.
      await feed.caughtUp();
      if (isHeld()) reconciler().units.acquire(unit, state);
    },
    onLost: (unit) => reconciler().units.release(unit),
  });

  return {
    leases,
    feed,
    erasure,
    follow({ revision, stamp }) {
      skew.start();
      feed.start({ storeId: store.id, revision, stamp });
    },
    async start() {
      leases.start(await reconciler().units.all());
    },
    ended(id, session) {
      reconciler().ended(id, session);
      tell('ended', { id, session });
    },
    touch(id) {
      reconciler().touch(id);
      tell('touch', { id });
    },
    written(partition, kinds) {
      reconciler().written(partition, kinds);
      const { service, accountId, region } = partition;
      tell('written', { partition: { service, accountId, region }, kinds });
    },
    status: () => ({ leases: leases.size, leaseChanges: leases.changes, lagMs: feed.lagMs, aheadMs: skew.aheadMs }),
    async close() {
      skew.close();
      feed.close();
      await leases.release();
    },
  };
}
