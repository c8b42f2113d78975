import type { LiveSourceState } from '../live-session.ts';

/** Source with its number of sessions. */
export interface CountedSource extends LiveSourceState {
  readonly sessions: number;
}

/** Adds the numbers of their sessions to the sources, in the order of their ids. */
export function withCounts(
  states: Iterable<LiveSourceState>,
  counts: ReadonlyMap<string, number>,
): readonly CountedSource[] {
  return [...states]
    .map((state) => ({ ...state, sessions: counts.get(state.id) ?? 0 }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
