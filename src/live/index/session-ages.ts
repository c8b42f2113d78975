import type { LiveSession, LiveSourceState, Timestamp } from '../live-session.ts';
import type { LiveFilter } from './live-filter.ts';
import type { SessionTable } from './session-table.ts';

/** Ages of sessions, by the scans of their sources. */
export interface SessionAges {
  /** Returns the time before which a session was seen last if it is unverified now. */
  oldest(): Timestamp;
  lastSeenAt(session: LiveSession): Timestamp;
  /** Returns the sources that were not scanned for the maximum age, if a filter asks for them. */
  staleSources(filter: LiveFilter): string[];
}

export interface SessionAgesOptions {
  readonly table: Pick<SessionTable, 'sourceIds'>;
  readonly states: ReadonlyMap<string, LiveSourceState>;
  /** Age from which a session that was not seen again is unverified. Milliseconds. */
  readonly maxAgeMs: number;
  readonly now: () => Timestamp;
}

export function sessionAges({ table, states, maxAgeMs, now }: SessionAgesOptions): SessionAges {
  const oldest = (): Timestamp => now() - maxAgeMs;
  const asOf = (sourceId: string): Timestamp => states.get(sourceId)?.asOf ?? 0;
  return {
    oldest,
    lastSeenAt: ({ sourceId, firstSeenAt, statusSince }) => Math.max(asOf(sourceId), firstSeenAt, statusSince.before),
    staleSources({ unverified }) {
      if (unverified === undefined) return [];
      const before = oldest();
      return table.sourceIds().filter((id) => asOf(id) < before);
    },
  };
}
