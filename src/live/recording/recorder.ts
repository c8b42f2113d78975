import type { Log } from '../../log/log.ts';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import type { Store } from '../../store/store.ts';
import { FencedError, StoreError } from '../../store/store-error.ts';
import type { Committed, Lease, StoreCommit } from '../../store/stored-change.ts';
import type { PreviousSessions } from '../broadcaster/previous-sessions.ts';
import type { ChangeLog } from '../change-log.ts';
import type { CommitSink } from '../commit-sink.ts';
import type { LiveClock } from '../live-clock.ts';
import type { LiveCommit } from '../live-session.ts';
import { findings } from './findings.ts';
import { pendingCommits } from './pending-commits.ts';
import { toStoredChange } from './to-stored-change.ts';
import { toStoredSource } from './to-stored-source.ts';

/** Writes changes ahead: they become visible once the store has committed them. */
export interface Recorder extends CommitSink {
  /** Resolves when all that was committed before is visible, the store fails, or the recorder is closed. */
  settled(): Promise<void>;
  /** True while the store cannot commit. */
  readonly isFailing: boolean;
  /** Drops what is not committed yet, once the transaction in flight has ended. */
  close(): Promise<void>;
}

export interface RecorderOptions {
  readonly store: Store;
  readonly changes: ChangeLog;
  readonly previous: PreviousSessions;
  readonly clock: LiveClock;
  readonly log: Log;
  /** `GATEWAY_LIVE_MAX_AGE_S` in milliseconds. */
  readonly maxAgeMs: number;
  /** Leases of units, where other processes write, too. */
  readonly leases?: HeldLeases;
  /** Called when another process has committed in between: its changes come first. */
  readonly onBehind?: () => void;
  /** Called when the store begins to fail, and when it commits again. */
  readonly onFailing: (isFailing: boolean) => void;
}

/** Leases that this process holds. */
export interface HeldLeases {
  /** Returns the lease of the unit of a source; undefined if it is not held. */
  of(sourceId: string): Lease | undefined;
  /** Called when a commit was rejected because the leases of units are lost. */
  lost(units: readonly string[]): void;
}

/** Changes of one transaction: some 5 ms of the thread that writes them. */
const BATCH = 200;
/** Changes that wait at most, beside those of the pages that are being read: scans pause. */
const MAX_PENDING = 10_000;
/** Time between two attempts while the store fails: doubled up to the longest. Milliseconds. */
const RETRY_MS = { first: 250, longest: 5_000 };
/** Time between two log lines while the store fails. Milliseconds. */
const LOG_AGAIN_MS = 60_000;
/** Work of a commit of `BATCH` changes to a store in memory, in steps of the event loop: some 9 ms, as much as a turn has. */
const STEPS_OF_COMMIT = 16;

/** @throws never: a store that fails is retried until it is closed */
export function createRecorder(options: RecorderOptions): Recorder {
  const { store, changes, clock } = options;
  const pending = pendingCommits();
  const finds = options.leases && findings(options.leases);
  const failure = failureOf(options);
  const closed = Promise.withResolvers<void>();
  let isClosed = false;
  let number = 0;
  let running: Promise<void> | null = null;
  let roomy: PromiseWithResolvers<void> | null = null;

  const hasRoom = () => !failure.isFailing && pending.changes < MAX_PENDING;

  function makeRoom(): void {
    if (!roomy || !(hasRoom() || isClosed)) return;
    roomy.resolve();
    roomy = null;
  }

  async function run(): Promise<void> {
    try {
      for (let next = pending.take(BATCH); next && !isClosed; next = pending.take(BATCH)) {
        number += 1;
        const committedAt = Math.floor(clock.wall());
        const done = await write(next, { number, committedAt });
        if (!done) return;
        const { place, commit } = done;
        // What others have committed in between comes by the feed, and this with it; so does what was committed by an attempt before
        // its lease was lost, and is left out now.
        const isNext = place.from === changes.revision && place.to - place.from === commit.changes.length;
        if (isNext) changes.append({ ...commit, ...place, committedAt });
        else options.onBehind?.();
        makeRoom();
        if (pending.changes > 0) await yieldToEventLoop(STEPS_OF_COMMIT);
      }
    } finally {
      running = null;
    }
  }

  /** Commits, again and again if need be. @returns null if the recorder was closed meanwhile */
  async function write(
    next: LiveCommit,
    mark: { readonly number: number; readonly committedAt: number },
  ): Promise<{ readonly place: Committed; readonly commit: LiveCommit } | null> {
    for (let delayMs = RETRY_MS.first; ; delayMs = Math.min(RETRY_MS.longest, 2 * delayMs)) {
      const commit = finds?.held(next) ?? next;
      try {
        const place = await store.commit(toStoreCommit(commit, { ...mark, ...options }));
        failure.end();
        return { place, commit };
      } catch (error) {
        if (isClosed) return null;
        if (error instanceof FencedError) {
          options.leases?.lost(error.lost);
          continue;
        }
        failure.note(error);
      }
      await Promise.race([closed.promise, new Promise<void>((resolve) => clock.schedule(resolve, delayMs))]);
      if (isClosed) return null;
    }
  }

  return {
    commit(commit) {
      // Without anything to take, a run would end before it is known as the one that is under way.
      if (isClosed || isEmpty(commit)) return;
      finds?.note(commit);
      pending.add(commit);
      running ??= run();
    },
    room() {
      if (hasRoom() || isClosed) return undefined;
      roomy ??= Promise.withResolvers<void>();
      return roomy.promise;
    },
    async settled() {
      while (running && !failure.isFailing) await Promise.race([running, failure.begun()]);
    },
    get isFailing() {
      return failure.isFailing;
    },
    async close() {
      isClosed = true;
      closed.resolve();
      makeRoom();
      await running;
    },
  };
}

/** Notes and logs that the store fails: the first time, and every minute. */
function failureOf({ log, clock, onFailing }: RecorderOptions) {
  let loggedAt = -Infinity;
  let isFailing = false;
  let begun = Promise.withResolvers<void>();
  return {
    /** Resolves when the store begins to fail. */
    begun: () => begun.promise,
    get isFailing() {
      return isFailing;
    },
    note(error: unknown): void {
      // Any other error is a defect; it must not end the reader either, and shows as the same failure.
      const code = error instanceof StoreError ? error.code : 'INTERNAL';
      if (clock.now() - loggedAt >= LOG_AGAIN_MS) {
        loggedAt = clock.now();
        log.error({ err: error, code }, 'the store cannot commit; live sessions stay as they were last stored');
      }
      if (isFailing) return;
      isFailing = true;
      begun.resolve();
      onFailing(true);
    },
    end(): void {
      if (!isFailing) return;
      isFailing = false;
      begun = Promise.withResolvers<void>();
      loggedAt = -Infinity;
      log.info('the store commits again');
      onFailing(false);
    },
  };
}

function isEmpty({ changes, sources, removedSources }: LiveCommit): boolean {
  return changes.length + sources.length + removedSources.length === 0;
}

/** Returns the leases that a commit needs, each once. */
function leasesOf({ changes, sources, removedSources }: LiveCommit, leases: HeldLeases): readonly Lease[] {
  const ids = [...changes.map(({ session }) => session.sourceId), ...sources.map(({ id }) => id), ...removedSources];
  const needed = new Map<string, Lease>();
  for (const id of new Set(ids)) {
    const lease = leases.of(id);
    if (lease) needed.set(lease.unit, lease);
  }
  return [...needed.values()];
}

function toStoreCommit(
  commit: LiveCommit,
  { number, committedAt, store, previous, maxAgeMs, leases }: RecorderOptions & { number: number; committedAt: number },
): StoreCommit {
  const { changes, sources, removedSources } = commit;
  const before = previous.follow();
  return {
    number,
    committedAt,
    changes: changes.map((change) => toStoredChange(change, before(change), store.isDurable)),
    sources: sources.map((state) => toStoredSource(state, maxAgeMs)),
    removedSources,
    ...(leases && { leases: leasesOf(commit, leases) }),
  };
}
