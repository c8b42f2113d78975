import type { Log } from '../../log/log.ts';
import type { DiscoveryRecord } from './discover.ts';
import { ageOf, type SourceRecord } from './source-record.ts';

/** Shortest time between two warnings about one service and location. Milliseconds. */
const WARN_AGAIN_MS = 60_000;

/** Sources of one service and location that cannot be relied on, as last logged. */
interface Warned {
  readonly failed: number;
  readonly stale: number;
  readonly at: number;
}

export interface SourceLogOptions {
  readonly log: Log;
  readonly discoveries: ReadonlyMap<string, DiscoveryRecord>;
  readonly records: ReadonlyMap<string, SourceRecord>;
  /** `GATEWAY_LIVE_MAX_AGE_S` in milliseconds: sources may be stale for as long after scanning was resumed. */
  readonly maxAgeMs: number;
}

export interface SourceLog {
  /** Begins anew: sources are stale because they were not scanned. @param now monotonic milliseconds, as of `write` */
  resumed(now: number): void;
  /** Logs what differs from what was logged last. */
  write(now: number): void;
}

/**
 * Logs that sources failed or turned stale, and that all are up to date again: one line for all sources of a service and
 * location, so that a denied account with 300 sources is no 300 lines. More sources are logged at most once a minute.
 */
export function sourceLog({ log, discoveries, records, maxAgeMs }: SourceLogOptions): SourceLog {
  const warned = new Map<string, Warned>();
  let resumedAt = -Infinity;

  function writeOne({ state }: DiscoveryRecord, sources: readonly SourceRecord[], now: number): void {
    const key = state.id;
    const before = warned.get(key);
    const failed = sources.filter(({ committed }) => committed?.status === 'FAILED');
    const stale = sources.filter(({ committed }) => committed?.status === 'STALE');
    const [first] = [...failed, ...stale];
    const { label, location } = state.metadata;
    if (!first) {
      if (before) log.info({ location, sources: sources.length }, `live sources up to date again: ${label}`);
      warned.delete(key);
      return;
    }
    const isWaiting = failed.length === 0 && now - resumedAt <= maxAgeMs;
    const isKnown = before && failed.length <= before.failed && stale.length <= before.stale;
    if (isWaiting || isKnown || (before && now - before.at < WARN_AGAIN_MS)) return;
    warned.set(key, { failed: failed.length, stale: stale.length, at: now });
    const counts = { failed: failed.length, stale: stale.length, sources: sources.length };
    const example = { source: first.metadata.label, ageMs: ageOf(first, now), err: first.error ?? undefined };
    log.warn({ location, ...counts, ...example }, `live sources ${failed.length > 0 ? 'failed' : 'stale'}: ${label}`);
  }

  return {
    resumed(now) {
      resumedAt = now;
    },
    write(now) {
      const shown = [...records.values()].filter(({ committed }) => committed !== null);
      const byGroup = Map.groupBy(shown, ({ path }) => path[0]);
      for (const discovery of discoveries.values()) {
        const { state } = discovery;
        const own = state.committed === null ? [] : [state];
        writeOne(discovery, [...own, ...(byGroup.get(state.path[0]) ?? [])], now);
      }
    },
  };
}
