import type { LiveFilter } from '../index/live-filter.ts';
import type { Broadcaster } from './broadcaster.ts';
import { type MatchingChange, matchingSince } from './matching-changes.ts';
import { type MergedChanges, mergeChanges } from './merge-changes.ts';
import {
  type News,
  type Position,
  type SharedEvent,
  type SharedSource,
  type SharedWatch,
  sharedSource,
  type WatchListener,
} from './shared-source.ts';

/** Event of `sessionChanges`. */
export interface ChangeBatch extends MergedChanges {
  readonly filter: LiveFilter;
  readonly from: string;
  readonly to: string;
  readonly isResync: boolean;
  /** Ids of the sources whose state changed; null: all of them. */
  readonly sourceIds: ReadonlySet<string> | null;
}

export interface SessionChangesOptions {
  readonly filter: LiveFilter;
  /** Revision after which the subscriber begins; null if it cannot be resumed. */
  readonly after: number | null;
  /** Text of the position that the subscriber gave; undefined: it begins now. */
  readonly afterText: string | undefined;
  /** Encodes a revision as clients see it. */
  readonly positionOf: (revision: number) => string;
}

const NOTHING: MergedChanges = { entered: [], updated: [], left: [], events: [] };

/** Changes of the sessions that match a filter, from a position on. */
export function sessionChanges(broadcaster: Broadcaster, options: SessionChangesOptions): SharedSource {
  const { filter, after, afterText, positionOf } = options;
  const { changes } = broadcaster;
  const revision = afterText === undefined ? changes.revision : after;
  const isHeld = revision !== null && changes.since(revision) !== null;
  const startText = afterText ?? positionOf(changes.revision);
  return sharedSource({
    start: isHeld ? { revision, text: startText } : null,
    startText,
    open: (listener) => watchChanges(broadcaster, filter, positionOf, listener),
  });
}

function watchChanges(
  broadcaster: Broadcaster,
  filter: LiveFilter,
  positionOf: (revision: number) => string,
  listener: WatchListener,
): SharedWatch {
  const { changes } = broadcaster;
  const match = broadcaster.matcher(filter);
  let waiting: MatchingChange[] = [];
  let sources = new Set<string>();
  /** Last revision that was taken, and the last one of it that matched. */
  let taken = changes.revision;
  let lastMatch = taken;
  let isStatusChanged = false;

  const close = broadcaster.watch({
    filter,
    onTick(tick) {
      // What has matched before the watch began is not news.
      waiting.push(...tick.matched.filter(({ revision }) => revision > taken));
      if (tick.isStatusChanged) isStatusChanged = true;
      for (const { id } of tick.sources) sources.add(id);
      for (const id of tick.removedSources) sources.delete(id);
      if (waiting.length > 0 || isStatusChanged) listener.onNews();
    },
    onRestart() {
      waiting = [];
      takeSources();
      taken = changes.revision;
      lastMatch = taken;
      listener.onRestart();
    },
  });

  const at = (revision: number): Position => ({ revision, text: positionOf(revision) });

  const eventTo = (to: Position, merged: MergedChanges, more: Partial<ChangeBatch> = {}) =>
    toEvent(to, { ...merged, filter, to: to.text, isResync: false, sourceIds: null, ...more });

  /** Advances to the last change that was taken, or to the present if none waits. */
  function advance(last = taken): void {
    taken = waiting.length > 0 ? last : Math.max(broadcaster.revision, taken);
  }

  function takeSources(): ReadonlySet<string> {
    const ids = sources;
    sources = new Set();
    isStatusChanged = false;
    return ids;
  }

  return {
    isState: false,
    get waiting() {
      return waiting.length;
    },
    take(limit): News | undefined {
      if (waiting.length === 0 && !isStatusChanged) return undefined;
      const matched = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      const [first, last] = [matched[0]?.revision, matched.at(-1)?.revision];
      const after = lastMatch;
      advance(last);
      lastMatch = last ?? lastMatch;
      // Becoming unverified is no change of a session: what matches has to be read again.
      const isResync = isStatusChanged && filter.unverified !== undefined;
      const event = eventTo(at(taken), mergeChanges(matched), { sourceIds: takeSources(), isResync });
      return { ...event, after, before: first ?? Infinity };
    },
    following(revision, limit) {
      const found = matchingSince(changes, revision, match, limit);
      if (!found) return null;
      const { matched, to } = found;
      const isLast = to >= changes.revision;
      return matched.length === 0
        ? { revision: to, isLast }
        : { revision: to, isLast, event: eventTo(at(to), mergeChanges(matched)) };
    },
    bookmark() {
      broadcaster.look();
      advance();
      return eventTo(at(taken), NOTHING, { sourceIds: takeSources() });
    },
    resync: () => eventTo(at(changes.revision), NOTHING, { isResync: true }),
    close,
  };
}

function toEvent(to: Position, batch: Omit<ChangeBatch, 'from'>): SharedEvent {
  return { to, changes: batch.events.length, event: (from): ChangeBatch => ({ ...batch, from }) };
}
