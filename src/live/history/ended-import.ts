import type { Deadline } from '../../aws/deadline.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';
import type { PageSource } from '../../paging/page-source.ts';
import type { ReadableLocation } from '../../services/services.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import { endedKeys, endedSource } from '../../sessions/ended-source.ts';
import type { UserNameOf } from '../../sessions/identity.ts';
import { importEnded } from '../../store/history/importing/import-ended.ts';
import type { SqlConnection } from '../../store/sql.ts';
import { StoreError } from '../../store/store-error.ts';
import type { LiveClock } from '../live-clock.ts';
import { countCalls } from '../reconciler/call-meter.ts';
import { isOver } from '../reconciler/known-session.ts';
import type { ImportOutcome } from '../reconciler/reconciler-counts.ts';
import { toEndedSession } from '../recording/to-stored-change.ts';

/** Time between two imports. Milliseconds. */
const INTERVAL_MS = 5 * 60_000;
/** Time between two looks for lists that this process reads, while it reads none. Milliseconds. */
const LOOK_MS = 15_000;
/** Pages of one list and import at most: 100,000 SSM sessions. */
const MAX_PAGES = 500;
/**
 * Time before the last import at which a session may have started that has ended since. SSM ends sessions a day after their start
 * at the latest (`MaxSessionDuration`), where a longest duration is set. Milliseconds.
 */
const LONGEST_MS = 25 * 60 * 60_000;

export interface EndedImportOptions {
  /** Returns all locations, on behalf of a new request of the reader, which its budget paces. */
  readonly locations: () => readonly ReadableLocation[];
  /** Returns true if this process reads a service and location; of several that share a store, one does. */
  readonly isReader: (key: string) => boolean;
  readonly connection: SqlConnection;
  readonly idOf: (session: AnySession) => string;
  readonly userNameOf: UserNameOf;
  readonly clock: LiveClock;
  readonly log: Log;
  /** Called after each import of a list. */
  readonly onImported: (outcome: ImportOutcome) => void;
  /** `GATEWAY_HISTORY_DAYS` in milliseconds: sessions that ended before are not imported. */
  readonly maxAgeMs: number;
}

/** Import of ended sessions that AWS still lists, such as those of SSM for 30 days, so that short ones are in the history, too. */
export interface EndedImport {
  /** Imports now, and every five minutes. */
  start(): void;
  /** Resolves once an import has ended that began within five minutes; begins one if there is none. Never rejects. */
  recent(reader: Deadline): Promise<void>;
  /** Stops before the next page. */
  close(): Promise<void>;
}

export function endedImport(options: EndedImportOptions): EndedImport {
  const { clock } = options;
  let cancel = () => {};
  let isClosed = false;
  let running: Promise<void> | null = null;
  let startedAt = -Infinity;
  /** Times of day of the last complete imports, by list. */
  const importedAt = new Map<string, number>();

  function run(): Promise<void> {
    startedAt = clock.now();
    running = importAll().finally(() => {
      running = null;
    });
    return running;
  }

  async function importAll(): Promise<void> {
    for (const key of endedKeys(options.locations())) {
      if (isClosed) return;
      if (options.isReader(key)) await importList(key);
    }
  }

  async function importList(key: string): Promise<void> {
    const at = clock.wall();
    try {
      const { result, calls } = await countCalls(async () => {
        const source = await endedSource(options.locations(), key);
        return source && readList(source, importedAt.get(key) ?? 0, options, () => isClosed);
      });
      if (!result) return;
      importedAt.set(key, at);
      options.onImported('complete');
      if (result.added + result.refined > 0)
        options.log.info({ list: key, ...result, calls }, 'imported ended sessions');
    } catch (err) {
      if (isClosed) return;
      options.onImported('failed');
      const isExpected = err instanceof GatewayError || err instanceof StoreError;
      options.log.warn(
        { err: isExpected ? undefined : err, list: key, code: codeOf(err) },
        'cannot import ended sessions now',
      );
    }
  }

  function repeat(): void {
    if (isClosed) return;
    const keys = endedKeys(options.locations());
    const isReader = keys.length === 0 || keys.some(options.isReader);
    if (isReader) void run();
    cancel = clock.schedule(repeat, isReader ? INTERVAL_MS : LOOK_MS);
  }

  return {
    start: repeat,
    async recent({ endsAt, signal }) {
      if (isClosed || signal.aborted) return;
      if (!running && clock.now() - startedAt >= INTERVAL_MS) void run();
      // What was imported before is answered; only the first import is waited for.
      if (!running || importedAt.size > 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const stop = clock.schedule(resolve, Math.max(0, (endsAt - performance.now()) * SHARE_OF_TIME));
      await Promise.race([running, promise]);
      stop();
    },
    async close() {
      isClosed = true;
      cancel();
      await running;
    },
  };
}

/** Share of a reader's remaining time that it may wait for the first import. */
const SHARE_OF_TIME = 0.6;

/** Reads a list, latest starts first, up to sessions that had ended at the last import. @returns null if it was stopped */
async function readList(
  source: PageSource<AnySession>,
  importedAt: number,
  options: EndedImportOptions,
  isStopped: () => boolean,
): Promise<{ readonly added: number; readonly refined: number } | null> {
  const { connection, clock, maxAgeMs } = options;
  let [added, refined] = [0, 0];
  let token: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    if (isStopped()) return null;
    const page: Awaited<ReturnType<typeof source.listPage>> = await source.listPage(token);
    const ended = page.items
      .filter((session) => isOver(session))
      .map((session) => toEndedSession(session, clock.wall(), options))
      .filter(({ end }) => end.before >= clock.wall() - maxAgeMs);
    const imported = await importEnded(connection, ended);
    added += imported.added;
    refined += imported.refined;
    token = page.nextToken;
    const starts = page.items.map(({ view }) => view.startedAt?.getTime() ?? Infinity);
    const isKnown = imported.added === 0 && starts.length > 0 && Math.min(...starts) < importedAt - LONGEST_MS;
    if (token === null || isKnown) break;
  }
  return { added, refined };
}

function codeOf(error: unknown): string {
  return error instanceof GatewayError || error instanceof StoreError ? error.code : 'INTERNAL';
}
