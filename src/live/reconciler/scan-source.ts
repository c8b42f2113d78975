import { GatewayError } from '../../errors/gateway-error.ts';
import type { PageSource } from '../../paging/page-source.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionSourceNode } from '../../sessions/sources.ts';
import type { LiveClock } from '../live-clock.ts';
import type { SessionChange } from '../live-session.ts';
import { commitMissing } from './commit-missing.ts';
import type { CompleteScan } from './missing-sessions.ts';
import { type ReadPage, scanList } from './scan-list.ts';
import type { SessionTable } from './session-table.ts';
import { type ListRecord, type SourceRecord, skipsTurn } from './source-record.ts';

export interface ScanContext {
  readonly clock: LiveClock;
  readonly table: SessionTable;
  readonly idOf: (session: AnySession) => string;
  readonly userNameOf: (session: AnySession) => string | null;
  /** Returns true if a session can only be in the list of this key; one that may be in any list of its source has none. */
  readonly isBoundTo: (session: AnySession, list: string) => boolean;
  /**
   * Returns the list of ended sessions, latest first, of the service and location of a source; null where AWS has none.
   *
   * @param key first part of the path of the source
   */
  readonly openEnded: (key: string) => Promise<PageSource<AnySession> | null>;
  /** Resolves when there is room for more changes; undefined if there is now. */
  readonly room: () => Promise<void> | undefined;
  /** Makes changes visible. Called page by page. */
  readonly commit: (record: SourceRecord, changes: readonly SessionChange[]) => void;
  readonly isStopped: () => boolean;
  /** Counts a guard that prevented a false end. */
  readonly guarded: (guard: EndGuard) => void;
}

/** `listed_again`: a session that one complete scan lacked was in the next; `list_moved`: a scan without a session was no evidence. */
export type EndGuard = 'listed_again' | 'list_moved';

export interface SourceScan {
  /** True if every list whose turn it was has been read to its end. */
  readonly isComplete: boolean;
  /** Number of changes. */
  readonly changes: number;
  /** Lists to read again at once: sessions are missing. */
  readonly missing: ReadonlySet<string>;
  readonly error: GatewayError | null;
  /** True if AWS says that the resource of a list does not exist. */
  readonly isOfDeletedResource: boolean;
}

let scans = 0;

/**
 * Scans the lists of a source whose turn it is, and commits what differs page by page. Sessions that a complete scan lacks end
 * only after a second one: see `missing-sessions.ts`. A list that fails or is cut ends nothing.
 */
export async function scanSource(record: SourceRecord, context: ScanContext): Promise<SourceScan> {
  scans += 1;
  const scan = { number: scans, changes: 0 };
  const complete: CompleteScan[] = [];
  let error: GatewayError | null = null;
  let skipped = 0;
  try {
    const lists = await listsOf(record.node);
    syncLists(record, lists);
    for (const [key, source] of lists) {
      const list = record.lists.get(key) as ListRecord;
      if (record.confirm ? !record.confirm.has(key) : skipsTurn(record, list, context.clock.now())) {
        if (!record.confirm) list.skipped += 1;
        skipped += 1;
        continue;
      }
      const done = await scanOne(record, { key, list, source, scan }, context).catch((thrown: unknown) => {
        error ??= asUpstream(thrown);
        return null;
      });
      if (done) complete.push(done);
      if (context.isStopped()) break;
    }
    scan.changes += await commitMissing(record, complete, scan.number, context);
    return {
      isComplete: complete.length + skipped === lists.size,
      changes: scan.changes,
      missing: missingLists(record, context),
      error,
      isOfDeletedResource: complete.some(({ isOfDeletedResource }) => isOfDeletedResource),
    };
  } catch (thrown) {
    return {
      isComplete: false,
      changes: scan.changes,
      missing: new Set(),
      error: asUpstream(thrown),
      isOfDeletedResource: false,
    };
  }
}

/** Returns upstream errors; any other error is a defect, which must not end the reader. */
function asUpstream(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('INTERNAL_SERVER_ERROR', 'The source could not be read.', undefined, { cause: error });
}

/** Returns the lists below a node, by their keys below it. */
async function listsOf(
  node: SessionSourceNode,
  key = '',
  lists = new Map<string, PageSource<AnySession>>(),
): Promise<ReadonlyMap<string, PageSource<AnySession>>> {
  if ('source' in node) return lists.set(key, node.source);
  for (const child of await node.children()) await listsOf(child, key ? `${key}/${child.key}` : child.key, lists);
  return lists;
}

function syncLists({ lists }: SourceRecord, current: ReadonlyMap<string, unknown>): void {
  for (const key of lists.keys()) if (!current.has(key)) lists.delete(key);
  for (const key of current.keys()) {
    if (!lists.has(key)) lists.set(key, { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
  }
}

interface ScannedList {
  readonly key: string;
  readonly list: ListRecord;
  readonly source: PageSource<AnySession>;
  readonly scan: { readonly number: number; changes: number };
}

/** Scans one list. @returns null if the reader stopped in between */
async function scanOne(
  record: SourceRecord,
  { key, list, source, scan }: ScannedList,
  context: ScanContext,
): Promise<CompleteScan | null> {
  const { clock, idOf, isStopped, room } = context;
  await room();
  const [startedAt, startedTick] = [clock.wall(), clock.now()];
  const onPage = (page: ReadPage) => {
    const changes = page.sessions.flatMap((seen) => see(record, { key, list, scan: scan.number, page, seen }, context));
    scan.changes += changes.length;
    context.commit(record, changes);
  };
  const { isComplete, hasMoved, isOfDeletedResource, sessions } = await scanList(source, {
    clock,
    idOf,
    onPage,
    room,
    isStopped,
  });
  if (!isComplete) return null;
  list.skipped = 0;
  list.emptyScans = sessions === 0 ? list.emptyScans + 1 : 0;
  list.scannedAt = startedAt;
  list.scannedTick = startedTick;
  return { list: key, scan: scan.number, startedAt, endedAt: clock.wall(), hasMoved, isOfDeletedResource };
}

function see(
  record: SourceRecord,
  of: {
    readonly key: string;
    readonly list: ListRecord;
    readonly scan: number;
    readonly page: ReadPage;
    readonly seen: AnySession;
  },
  { table, idOf, userNameOf, guarded }: ScanContext,
): readonly SessionChange[] {
  const { seen, key, list, scan, page } = of;
  const id = idOf(seen);
  if (record.sessions.get(id)?.missing) guarded('listed_again');
  return table.see(record, {
    seen,
    id,
    sourceId: record.id,
    userName: userNameOf(seen),
    list: key,
    scan,
    requestedAt: page.requestedAt,
    requestedTick: page.requestedTick,
    answeredAt: page.answeredAt,
    scannedBefore: list.scannedAt ?? record.restored?.at ?? null,
  });
}

/** Returns the lists to scan again: those that lack a session, and all where it may be in any. */
function missingLists({ sessions, lists }: SourceRecord, { isBoundTo }: ScanContext): ReadonlySet<string> {
  const missing = new Set<string>();
  for (const { missing: absence, list, session } of sessions.values()) {
    if (absence === null) continue;
    missing.add(list);
    if (!isBoundTo(session, list)) return new Set(lists.keys());
  }
  return missing;
}
