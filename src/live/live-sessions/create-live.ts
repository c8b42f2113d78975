import type { PacedPartition } from '../../aws/call-pace.ts';
import type { Deadline } from '../../aws/deadline.ts';
import type { PipelineSnapshot } from '../../aws/pipeline/pipeline.ts';
import type { Log } from '../../log/log.ts';
import type { Services } from '../../services/services.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import { endedSource } from '../../sessions/ended-source.ts';
import type { UserNameOf } from '../../sessions/identity.ts';
import { providerOf, providerOfType, type SessionService } from '../../sessions/providers.ts';
import { type SessionSourceNode, sessionSources } from '../../sessions/sources.ts';
import type { Store } from '../../store/store.ts';
import { createBroadcaster } from '../broadcaster/broadcaster.ts';
import { type LiveClock, systemLiveClock } from '../live-clock.ts';
import { metered } from '../reconciler/call-meter.ts';
import { createReconciler } from '../reconciler/reconciler.ts';
import { sourceIdOf } from '../reconciler/source-record.ts';
import { createRecorder } from '../recording/recorder.ts';
import type { Replication } from '../replicas/replication.ts';
import { callBudget } from '../scheduler/call-budget.ts';
import { liveView } from '../view/live-view.ts';
import { demand } from './demand.ts';
import type { Live } from './live.ts';
import { readerCalls } from './reader-calls.ts';

export interface LiveOptions {
  readonly services: Services;
  /** Returns the Node id of a session. */
  readonly idOf: (session: AnySession) => string;
  readonly userNameOf: UserNameOf;
  /** Reads the state of the AWS pipeline: what it has learned of AWS's rates. */
  readonly snapshot: () => PipelineSnapshot;
  readonly log: Log;
  /** `GATEWAY_LIVE`. */
  readonly mode: 'always' | 'demand';
  readonly callsPerSecond: number;
  readonly maxAgeMs: number;
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
  const { services, userNameOf, mode, callsPerSecond, maxAgeMs, log, store, clock = systemLiveClock } = options;
  const closed = new AbortController();
  const view = liveView(store.id, clock, maxAgeMs);
  const { changes, index, previous } = view;
  const onFailing = (isFailing: boolean) => view.showFailing(isFailing, reconciler.sources());
  let replication: Replication | undefined;
  const recorder = createRecorder({
    store,
    changes,
    previous,
    clock,
    log,
    maxAgeMs,
    onFailing,
    ...(store.isShared && {
      leases: {
        of: (sourceId: string) => replication?.leases.of(sourceId),
        lost: (units: readonly string[]) => replication?.leases.lost(units),
      },
      onBehind: () => replication?.feed.kick(),
    }),
  });
  const pace = metered(callBudget({ callsPerSecond, clock, learnedRate: learnedRate(options.snapshot) }));
  /** Returns all locations, on behalf of a new request. */
  const locationsOf = () => services.forRequest(readerCalls(pace, closed.signal)).locations();
  const reconciler = createReconciler({
    openSources() {
      const locations = locationsOf();
      return sessionSources(locations, locations, { includeHistory: false });
    },
    openEnded: (key) => endedSource(locationsOf(), key),
    partitionOf,
    idOf: options.idOf,
    userNameOf: ({ view: { userId, location } }) => userNameOf(userId, location),
    isBoundTo,
    changes: recorder,
    clock,
    log,
    callsPerSecond,
    maxAgeMs,
    isShared: store.isShared,
  });

  let isRestored = !store.isDurable;
  /** Begins with what an earlier process has left, once the store is open. */
  async function restore(): Promise<void> {
    const { restoreLive } = await import('../recording/restored-live.ts');
    const restored = await restoreLive(store, clock.wall(), maxAgeMs);
    view.restart(store.id, restored);
    isRestored = true;
    if (store.replicas) {
      const { createReplication } = await import('../replicas/replication.ts');
      const { replicas } = store;
      const parts = { store, replicas, view, reconciler: () => reconciler, clock, log, maxAgeMs };
      replication = createReplication({ ...parts, onWritten: options.onWritten });
      replication.follow(restored);
    } else reconciler.restore(restored);
  }
  async function restoreLater(): Promise<void> {
    await store.opened();
    while (!isRestored && !closed.signal.aborted) {
      await restore().catch((err: unknown) => log.warn({ err }, 'live sessions cannot be restored yet'));
      if (!isRestored) await new Promise<void>((resolve) => clock.schedule(resolve, RETRY_MS));
    }
  }
  if (!isRestored && store.isOpen) await restore();
  const restoring = isRestored ? Promise.resolve() : restoreLater();

  const resume = () => {
    void restoring.then(async () => {
      if (closed.signal.aborted) return;
      await reconciler.resume();
      await replication?.start();
    });
  };
  const whileLooked = demand(clock, resume, mode === 'always' ? () => {} : reconciler.pause);

  const { look } = whileLooked;
  async function settled({ endsAt, signal }: Deadline): Promise<void> {
    if (recorder.isFailing) return;
    await within(recorder.settled(), Math.min(SETTLED_MS, endsAt - performance.now()), signal, clock);
  }
  const broadcaster = createBroadcaster({ changes, previous, index, clock, look });

  return {
    index,
    changes,
    recorder,
    broadcaster,
    async look({ endsAt, signal }, isSelected = () => true) {
      whileLooked.look();
      const left = (endsAt - performance.now()) * SHARE_OF_TIME;
      if (recorder.isFailing || !isRestored) return;
      await within(reconciler.attempted(isSelected).then(recorder.settled), left, signal, clock);
    },
    settled,
    ended: (id, session) => (replication ?? reconciler).ended(id, session),
    touch: (id) => (replication ?? reconciler).touch(id),
    async forget(ids, reader) {
      const forgotten = reconciler.forget(ids);
      await settled(reader);
      return forgotten;
    },
    dropChanges() {
      changes.restart({ id: changes.id, revision: changes.revision, commits: [] });
    },
    written: (partition, kinds) => (replication ?? reconciler).written(partition, kinds),
    locations: locationsOf,
    isReader: (key) => !store.isShared || replication?.leases.of(sourceIdOf([key])) !== undefined,
    sources: view.sources,
    counts: reconciler.counts,
    start() {
      if (mode === 'always') resume();
    },
    async standDown() {
      await replication?.leases.release();
    },
    async close() {
      await replication?.close();
      broadcaster.close();
      whileLooked.close();
      reconciler.close();
      view.close();
      closed.abort(new DOMException('The gateway is closing', 'AbortError'));
      await recorder.close();
    },
  };
}

/** Share of a reader's remaining time that it may wait for the first scan: the rest is for answering it. */
const SHARE_OF_TIME = 0.8;
/** Time between two attempts to read a store that was away at the start. Milliseconds. */
const RETRY_MS = 1_000;
/** Longest wait of a mutation for the store. Milliseconds. */
const SETTLED_MS = 1_000;

async function within(done: Promise<void>, milliseconds: number, signal: AbortSignal, clock: LiveClock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  const cancel = clock.schedule(stop, Math.max(0, milliseconds));
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([done, promise]);
  cancel();
  signal.removeEventListener('abort', stop);
}

/** Returns the partition of a service and location: calls to one endpoint share AWS's rate limits. */
function partitionOf({ key, metadata }: SessionSourceNode) {
  const service = metadata?.service as SessionService;
  const { endpoint } = providerOf(service);
  return {
    name: `${endpoint} ${key.slice(service.length + 1)}`,
    has: (partition: PacedPartition) =>
      partition.service === endpoint &&
      partition.region === metadata?.location.region &&
      (metadata.location.accountId ?? partition.accountId) === partition.accountId,
  };
}

/** Returns true if the key of a session names its list, as that of AppStream names the authentication type. */
function isBoundTo({ type, session }: AnySession, list: string): boolean {
  return providerOfType(type)?.toKeyParts(session).includes(list) ?? false;
}

/** Returns the lowest rate of any operation of a partition that AWS throttles; Infinity where it throttles none. */
function learnedRate(snapshot: LiveOptions['snapshot']) {
  return ({ service, accountId, region }: PacedPartition): number => {
    const partition = snapshot().partitions.find(
      (each) => each.service === service && each.accountId === accountId && each.region === region,
    );
    const rates = partition?.limiter.limited().map(({ callsPerSecond }) => callsPerSecond) ?? [];
    return Math.min(Infinity, ...rates);
  };
}
