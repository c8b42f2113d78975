import type { PacedPartition } from '../../aws/call-pace.ts';
import type { Store } from '../../store/store.ts';
import { createBroadcaster } from '../broadcaster/broadcaster.ts';
import { type LiveClock, systemLiveClock } from '../live-clock.ts';
import { sourceIdOf } from '../reconciler/source-record.ts';
import { createRecorder } from '../recording/recorder.ts';
import { liveView } from '../view/live-view.ts';
import { demand } from './demand.ts';
import type { Live } from './live.ts';
import { readerWaits } from './reader-waits.ts';
import { createRestoration } from './restoration.ts';
import { type SessionReconcilerOptions, sessionReconciler } from './session-reconciler.ts';

export interface LiveOptions extends Omit<SessionReconcilerOptions, 'isShared' | 'recorder' | 'clock' | 'closed'> {
  /** `GATEWAY_LIVE`. */
  readonly mode: 'always' | 'demand';
  readonly clock?: LiveClock;
  readonly store: Store;
  /** Invalidates what is cached of AWS, because another process that uses the store has changed something. */
  readonly onWritten: (partition: PacedPartition, kinds: readonly string[]) => void;
}

/**
 * Composes change log, index, recorder, reconciler and demand. Begins with what a durable store has; scans nothing before
 * `start` or the first look.
 *
 * @throws StoreError when the store cannot be read
 */
export async function createLive(options: LiveOptions): Promise<Live> {
  const { mode, maxAgeMs, log, store, onWritten, clock = systemLiveClock } = options;
  const closed = new AbortController();
  const view = liveView(store.id, clock, maxAgeMs);
  const { changes, index, previous } = view;
  const restoration = createRestoration({
    ...{ store, view, clock, log, maxAgeMs, onWritten },
    reconciler: () => reconciler,
    closed: closed.signal,
  });
  const { replication } = restoration;
  const recorder = createRecorder({
    ...{ store, changes, previous, clock, log, maxAgeMs },
    onFailing: (isFailing) => view.showFailing(isFailing, reconciler.sources()),
    ...(store.isShared && {
      leases: {
        of: (sourceId: string) => replication()?.leases.of(sourceId),
        lost: (units: readonly string[]) => replication()?.leases.lost(units),
      },
      onBehind: () => replication()?.feed.kick(),
    }),
  });
  const { isShared } = store;
  const { reconciler, locations } = sessionReconciler({ ...options, recorder, isShared, clock, closed: closed.signal });
  await restoration.begin();

  async function resume(): Promise<void> {
    await restoration.done();
    if (closed.signal.aborted) return;
    await reconciler.resume();
    await replication()?.start();
  }
  const whileLooked = demand(clock, () => void resume(), mode === 'always' ? () => {} : reconciler.pause);
  const broadcaster = createBroadcaster({ changes, previous, index, clock, look: whileLooked.look });
  /** Acts on what this gateway does: here, or where the source of a session is read. */
  const reader = () => replication() ?? reconciler;

  const waits = readerWaits({ changes, recorder, reconciler, restoration, clock });

  return {
    ...{ index, changes, recorder, broadcaster, locations, sources: view.sources },
    caughtUp: waits.caughtUp,
    settled: waits.settled,
    look(deadline, isSelected = () => true) {
      whileLooked.look();
      return waits.attempted(deadline, isSelected);
    },
    ended: (id, session) => reader().ended(id, session),
    touch: (id) => reader().touch(id),
    async forget(ids, deadline) {
      const forgotten = await (replication()?.erasure ?? reconciler).forget(ids, deadline);
      await waits.settled(deadline);
      return forgotten;
    },
    dropChanges: async () => (replication()?.erasure ?? view).dropChanges(),
    written: (partition, kinds) => reader().written(partition, kinds),
    isReader: (key) => !isShared || replication()?.leases.of(sourceIdOf([key])) !== undefined,
    counts: reconciler.counts,
    replica: () => replication()?.status() ?? null,
    start() {
      if (mode === 'always') void resume();
    },
    standDown: async () => replication()?.leases.release(),
    async close() {
      await replication()?.close();
      broadcaster.close();
      whileLooked.close();
      reconciler.close();
      view.close();
      closed.abort(new DOMException('The gateway is closing', 'AbortError'));
      await recorder.close();
    },
  };
}
