import type { PacedPartition } from '../../aws/call-pace.ts';
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
import { previousSessions } from '../broadcaster/previous-sessions.ts';
import { createChangeLog } from '../change-log.ts';
import { createLiveIndex } from '../index/live-index.ts';
import { type LiveClock, systemLiveClock } from '../live-clock.ts';
import { metered } from '../reconciler/call-meter.ts';
import { createReconciler } from '../reconciler/reconciler.ts';
import { createRecorder } from '../recording/recorder.ts';
import type { RestoredLive } from '../recording/restored-live.ts';
import { callBudget } from '../scheduler/call-budget.ts';
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
  const restored = store.isDurable ? await readRestored(store, clock, maxAgeMs) : null;
  const { changes, index, previous } = changesOf(store.id, restored, clock, maxAgeMs);
  const recorder = createRecorder({ store, changes, previous, clock, log, maxAgeMs, onFailing: () => {} });
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
    ...(restored && { restored }),
    clock,
    log,
    callsPerSecond,
    maxAgeMs,
  });
  const resume = () => {
    if (!closed.signal.aborted) void reconciler.resume();
  };
  const whileLooked = demand(clock, resume, mode === 'always' ? () => {} : reconciler.pause);

  const { look } = whileLooked;
  const broadcaster = createBroadcaster({ changes, previous, index, clock, look });

  return {
    index,
    changes,
    recorder,
    broadcaster,
    async look({ endsAt, signal }, isSelected = () => true) {
      whileLooked.look();
      const left = (endsAt - performance.now()) * SHARE_OF_TIME;
      if (recorder.isFailing) return;
      await within(reconciler.attempted(isSelected).then(recorder.settled), left, signal, clock);
    },
    async settled({ endsAt, signal }) {
      if (recorder.isFailing) return;
      await within(recorder.settled(), Math.min(SETTLED_MS, endsAt - performance.now()), signal, clock);
    },
    ended: reconciler.ended,
    touch: reconciler.touch,
    written: reconciler.written,
    sources: reconciler.sources,
    counts: reconciler.counts,
    start() {
      if (mode === 'always') resume();
    },
    async close() {
      broadcaster.close();
      previous.close();
      whileLooked.close();
      reconciler.close();
      index.close();
      closed.abort(new DOMException('The gateway is closing', 'AbortError'));
      await recorder.close();
    },
  };
}

/** Reads what an earlier process has left. Loaded on demand: a store in memory has nothing of it. */
async function readRestored(store: Store, clock: LiveClock, maxAgeMs: number): Promise<RestoredLive> {
  const { restoreLive } = await import('../recording/restored-live.ts');
  return restoreLive(store, clock.wall(), maxAgeMs);
}

/** Creates change log and index, which begin with what is restored. */
function changesOf(id: string, restored: RestoredLive | null, clock: LiveClock, maxAgeMs: number) {
  const { commits = [], revision = 0, sessions = [], sources = [] } = restored ?? {};
  const changes = createChangeLog({ id, now: clock.wall, revision: commits[0]?.from ?? revision });
  for (const commit of commits) changes.append(commit);
  const index = createLiveIndex({ maxAgeMs, now: clock.wall });
  index.apply({
    changes: sessions.map(({ session }) => ({
      kind: 'STARTED',
      session,
      at: session.statusSince,
      previousStatus: null,
    })),
    sources,
    removedSources: [],
    from: revision - sessions.length,
    to: revision,
    committedAt: clock.wall(),
  });
  changes.subscribe(index.apply);
  return { changes, index, previous: previousSessions(changes, restored?.previous) };
}

/** Share of a reader's remaining time that it may wait for the first scan: the rest is for answering it. */
const SHARE_OF_TIME = 0.8;
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
