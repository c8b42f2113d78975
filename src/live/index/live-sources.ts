import type { LiveSourceState } from '../live-session.ts';
import type { Columns } from './columns.ts';
import { countNumbers } from './count-values.ts';

/** Source with its number of sessions. */
export interface CountedSource extends LiveSourceState {
  readonly sessions: number;
}

/** Counts the sessions of each source, in the order of their ids. @param slots sessions to count */
export function countSources(
  { numbers, dictionaries }: Columns,
  states: Iterable<LiveSourceState>,
  slots: Uint32Array,
): readonly CountedSource[] {
  const { entries } = dictionaries.source;
  const counts = countNumbers(numbers.source, slots, entries.length);
  const sessions = new Map(entries.map((id, number) => [id, counts[number] ?? 0]));
  return [...states]
    .map((state) => ({ ...state, sessions: sessions.get(state.id) ?? 0 }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
