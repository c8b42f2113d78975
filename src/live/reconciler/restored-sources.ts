import type { Path } from '../../paging/composite/path.ts';
import type { SessionEndReason, Timestamp } from '../live-session.ts';
import type { Discovered, DiscoveryRecord } from './discover.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import type { RestoredState } from './restored-state.ts';
import type { SourceRecord } from './source-record.ts';

type Options = Pick<ReconcilerOptions, 'clock' | 'changes'>;

/** Restored sources that this process has not found yet, by id. */
export type UnfoundSources = Map<string, UnfoundSource>;

interface UnfoundSource {
  /** Last complete scan. */
  readonly asOf: Timestamp | null;
  /** Discoveries in a row that did not have it. */
  unlisted: number;
}

/** Adds the sources that an earlier process has left. */
export function addUnfound(unfound: UnfoundSources, { sources, sessions }: RestoredState): void {
  const scanned = new Map<string, Timestamp | null>(sessions.map(({ session }) => [session.sourceId, null]));
  for (const { id, asOf } of sources) scanned.set(id, asOf);
  for (const [id, asOf] of scanned) unfound.set(id, { asOf, unlisted: 0 });
}

/** Gives a source that was found what an earlier process has seen of it: its sessions, and when they were there. */
export function restoreRecord(
  record: SourceRecord,
  { clock }: Pick<Options, 'clock'>,
  { table, unfound }: Pick<ReconcilerParts, 'table' | 'unfound'>,
): void {
  const asOf = unfound.get(record.id)?.asOf ?? null;
  unfound.delete(record.id);
  if (asOf !== null) record.restored = { at: asOf, tick: clock.now() - Math.max(0, clock.wall() - asOf) };
  table.claim(record);
}

/** Removes the sources of services and locations that are no longer configured. Whether their sessions go on is unknown. */
export function endUnconfigured(options: Options, parts: ReconcilerParts): void {
  const configured = new Set([...parts.discoveries.values()].map(({ state }) => state.path[0]));
  for (const id of parts.unfound.keys()) {
    if (!configured.has(pathOf(id)[0])) remove(id, 'UNKNOWN', options, parts);
  }
}

/** Discoveries in a row that a restored source must be missing from. */
const UNLISTED = 2;

/**
 * Counts for each restored source how many discoveries in a row did not have it. One that is gone has no lists to scan, unlike a
 * source that this process has found: `sessions` does not list its sessions either.
 *
 * @returns groups to list again at once, because a source was missing from them for the first time
 */
export function judgeRestored(
  { state }: Pick<DiscoveryRecord, 'state'>,
  { judges }: Pick<Discovered, 'judges'>,
  options: Options,
  parts: ReconcilerParts,
): readonly string[] {
  const gone: string[] = [];
  for (const [id, source] of parts.unfound) {
    const path = pathOf(id);
    if (path[0] !== state.path[0] || !judges(path)) continue;
    source.unlisted += 1;
    if (source.unlisted >= UNLISTED) remove(id, 'RESOURCE_DELETED', options, parts);
    else gone.push(path[1] ?? '');
  }
  return gone;
}

function remove(id: string, reason: SessionEndReason, { clock, changes }: Options, parts: ReconcilerParts): void {
  const ends = parts.table.endUnclaimed(id, reason, clock.wall(), clock.now());
  parts.counts.changed(ends);
  parts.unfound.delete(id);
  changes.commit({ changes: ends, sources: [], removedSources: [id] });
}

function pathOf(sourceId: string): Path {
  return JSON.parse(sourceId) as Path;
}
