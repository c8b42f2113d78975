import type { Dimension, LiveFilter } from '../index/live-filter.ts';
import { withoutDimension } from '../index/live-filter.ts';
import type { Broadcaster } from './broadcaster.ts';
import {
  type SharedEvent,
  type SharedSource,
  type SharedWatch,
  sharedSource,
  type WatchListener,
} from './shared-source.ts';

/** Event of `sessionCounts`: what to count, now. */
export interface CountsEvent {
  readonly filter: LiveFilter;
  readonly by: Dimension;
  /** Most values of the facet. */
  readonly first: number;
}

/** Shortest time between two counts. Milliseconds. */
const INTERVAL_MS = 1_000;

/** Counts of the sessions that match a filter: at once, and when they may have changed, at most once a second. */
export function sessionCounts(broadcaster: Broadcaster, counts: CountsEvent): SharedSource {
  return sharedSource({
    start: null,
    startText: '',
    open: (listener) => watchCounts(broadcaster, counts, listener),
  });
}

function watchCounts(broadcaster: Broadcaster, counts: CountsEvent, listener: WatchListener): SharedWatch {
  const { clock } = broadcaster;
  let version = 0;
  let isNew = false;
  let takenAt = clock.now();
  let cancelTimer: (() => void) | null = null;

  const close = broadcaster.watch({
    // The facet counts sessions without the filter's conditions on its dimension.
    filter: withoutDimension(counts.filter, counts.by),
    onTick({ matched, isStatusChanged }) {
      if (matched.length === 0 && !isStatusChanged) return;
      isNew = true;
      cancelTimer ??= clock.schedule(
        () => {
          cancelTimer = null;
          listener.onNews();
        },
        Math.max(0, takenAt + INTERVAL_MS - clock.now()),
      );
    },
    onRestart() {
      version += 1;
      listener.onRestart();
    },
  });
  const event = (): SharedEvent => ({ to: { revision: version, text: '' }, changes: 1, event: () => counts });

  return {
    isState: true,
    waiting: 0,
    take() {
      if (!isNew) return undefined;
      isNew = false;
      takenAt = clock.now();
      version += 1;
      return { ...event(), after: 0, before: Infinity };
    },
    following: (revision) => ({
      revision: version,
      isLast: true,
      ...(revision < version && { event: event() }),
    }),
    bookmark() {
      broadcaster.look();
      return undefined;
    },
    resync: event,
    close() {
      cancelTimer?.();
      close();
    },
  };
}
