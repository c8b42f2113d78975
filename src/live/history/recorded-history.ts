import type { Log } from '../../log/log.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { UserNameOf } from '../../sessions/identity.ts';
import type { StoreKind } from '../../store/history/erasure/scrub.ts';
import type { History } from '../../store/history/history.ts';
import { openHistory } from '../../store/history/open-history.ts';
import type { Store } from '../../store/store.ts';
import { type LiveClock, systemLiveClock } from '../live-clock.ts';
import type { Live } from '../live-sessions/live.ts';
import type { EndedImport } from './ended-import.ts';

const DAY_MS = 86_400_000;

export interface RecordedHistoryOptions {
  readonly store: Store;
  /** Live sessions, whose reader imports what AWS lists as ended; null: off. */
  readonly live: Live | null;
  readonly idOf: (session: AnySession) => string;
  readonly userNameOf: UserNameOf;
  readonly log: Log;
  readonly storeKind: StoreKind;
  /** `GATEWAY_HISTORY_DAYS`. */
  readonly historyDays: number;
  /** `GATEWAY_USAGE_DAYS`. */
  readonly usageDays: number;
  /** `GATEWAY_LIVE_MAX_AGE_S`. */
  readonly liveMaxAgeS: number;
  readonly clock?: LiveClock;
}

/** History of a store, and the work that goes on beside it. */
export interface RecordedHistory {
  /** Null if no records are stored. */
  readonly history: History | null;
  /** Begins to delete what is stored for too long. */
  start(): Promise<void>;
  /** Begins to import ended sessions, every five minutes. Without it, they are imported when history is read. */
  startImport(): Promise<void>;
  close(): Promise<void>;
}

/** Composes history, retention and import, whose modules are loaded when they are needed. */
export function recordedHistory(options: RecordedHistoryOptions): RecordedHistory {
  const { store, live, historyDays, usageDays, liveMaxAgeS, clock = systemLiveClock, log } = options;
  const days = { historyDays, usageDays: Math.max(historyDays, usageDays) };
  let importing: Promise<EndedImport> | undefined;
  let stopRetention = async () => {};

  async function openImport(of: Live): Promise<EndedImport> {
    const { endedImport } = await import('./ended-import.ts');
    const { idOf, userNameOf } = options;
    const maxAgeMs = historyDays * DAY_MS;
    return endedImport({
      locations: of.locations,
      isReader: of.isReader,
      connection: store.sql,
      idOf,
      userNameOf,
      clock,
      log,
      maxAgeMs,
      onImported: of.counts.imported,
    });
  }

  const recorded: History['recorded'] = async (reader) => {
    if (!live) return;
    importing ??= openImport(live);
    await (await importing).recent(reader);
    await live.settled(reader);
  };

  const erase: History['erase'] = async (userName, reader) => {
    const { eraseUser } = await import('./erase-user.ts');
    return eraseUser({ ...options, wall: clock.wall }, userName, reader);
  };

  const history =
    historyDays === 0
      ? null
      : openHistory({
          recorded,
          erase,
          connection: store.sql,
          now: clock.wall,
          maxWindowMs: days.usageDays * DAY_MS,
          maxAgeMs: liveMaxAgeS * 1_000,
        });

  return {
    history,
    async start() {
      const { keepRetained } = await import('../../store/history/retention/keep-retained.ts');
      stopRetention = keepRetained({ connection: store.sql, clock, wall: clock.wall, ...days, log });
    },
    async startImport() {
      if (!live || !history) return;
      importing ??= openImport(live);
      (await importing).start();
    },
    async close() {
      await (await importing)?.close();
      await stopRetention();
    },
  };
}
