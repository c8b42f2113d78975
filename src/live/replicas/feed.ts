import type { Log } from '../../log/log.ts';
import type { FeedPlace, News, ReplicaStore } from '../../store/replica-store.ts';
import type { LiveClock } from '../live-clock.ts';
import type { LiveSourceState, NumberedCommit } from '../live-session.ts';
import { decodeChange } from '../recording/restored-live.ts';
import type { LiveView } from '../view/live-view.ts';
import { commitsOf } from './commits-of.ts';

/** Time between two looks for news without a hint: shorter where news come and hints never do, as behind PgBouncer. Milliseconds. */
const POLL_MS = { hinted: 1_000, unhinted: 200 };

/** Follows what all processes commit to a store. */
export interface Feed {
  start(place: FeedPlace): void;
  /** Looks for news now. */
  kick(): void;
  /** Resolves once all is visible that was committed before the call. */
  caughtUp(): Promise<void>;
  /** Time since all was visible that had been committed. Milliseconds. */
  readonly lagMs: number;
  close(): void;
}

export interface FeedOptions {
  readonly replicas: ReplicaStore;
  readonly view: LiveView;
  readonly clock: LiveClock;
  readonly log: Log;
  readonly onMessage: (kind: string, body: string) => void;
  /** Called when news are no longer stored, because the database was away for long or is another one. Resolves with the new place. */
  readonly onGap: () => Promise<FeedPlace>;
  /** Called when the store cannot be read, and when it can again. */
  readonly onFailing: (isFailing: boolean) => void;
}

/** Reads at once after a hint, and regularly without one, because hints can be lost, or never come. */
export function createFeed(options: FeedOptions): Feed {
  const { replicas, view, clock, log } = options;
  let place: FeedPlace | null = null;
  let reading: Promise<void> | null = null;
  let isWanted = false;
  let isClosed = false;
  let isFailing = false;
  let levelAt = clock.now();
  let cancel: (() => void) | null = null;
  let [hasNews, hasHints] = [false, false];
  const unsubscribe = replicas.onHint(() => {
    hasHints = true;
    kick();
  });

  function setFailing(failing: boolean): void {
    if (failing === isFailing) return;
    isFailing = failing;
    options.onFailing(failing);
  }

  async function readAll(): Promise<void> {
    try {
      for (let isMore = true; isMore && place && !isClosed; ) {
        isWanted = false;
        const askedAt = clock.now();
        const news: News | null = await replicas.read(nextPlace(place, view.changes.revision));
        hasNews ||= news !== null;
        if (news) place = news.changes ? apply(news, news.changes, options) : await options.onGap();
        const isLevel = news?.isAll ?? true;
        isMore = isWanted || !isLevel;
        if (isLevel) levelAt = askedAt;
      }
      setFailing(false);
    } catch (err) {
      log.debug({ err }, 'the store cannot be read');
      setFailing(true);
    }
  }

  function kick(): void {
    isWanted = true;
    if (reading || isClosed || !place) return;
    cancel?.();
    reading = readAll().finally(() => {
      reading = null;
      const pollMs = hasNews && !hasHints ? POLL_MS.unhinted : POLL_MS.hinted;
      if (!isClosed) cancel = clock.schedule(kick, pollMs);
    });
  }

  return {
    get lagMs() {
      return clock.now() - levelAt;
    },
    start(from) {
      place = from;
      kick();
    },
    kick,
    async caughtUp() {
      await reading;
      kick();
      await reading;
    },
    close() {
      isClosed = true;
      cancel?.();
      unsubscribe();
    },
  };
}

/** Returns the place from which to read on: what this process has committed itself is visible already. */
function nextPlace(place: FeedPlace, shown: number): FeedPlace {
  return { ...place, revision: Math.max(place.revision, shown) };
}

/** Makes news visible. What this process has committed itself, and shown, is left out. @returns the place after them */
function apply(
  { storeId, revision, stamp, sources, messages }: News,
  restored: NonNullable<News['changes']>,
  { view, onMessage, clock }: FeedOptions,
): FeedPlace {
  const { changes } = view;
  for (const commit of commitsOf(restored.filter(({ revision }) => revision > changes.revision))) {
    const decoded = commit.map(({ body }) => decodeChange(body).change);
    append({ changes: decoded, sources: [], removedSources: [], committedAt: commit[0].committedAt });
  }
  if (sources.length > 0) {
    append({
      changes: [],
      sources: sources.flatMap(({ state }) => (state === null ? [] : [JSON.parse(state) as LiveSourceState])),
      removedSources: sources.filter(({ state }) => state === null).map(({ id }) => id),
      committedAt: clock.wall(),
    });
  }
  for (const { kind, body } of messages) onMessage(kind, body);
  return { storeId, revision, stamp };

  function append(commit: Omit<NumberedCommit, 'from' | 'to'>): void {
    const from = changes.revision;
    changes.append({ ...commit, from, to: from + commit.changes.length });
  }
}
