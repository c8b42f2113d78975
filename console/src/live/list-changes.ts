import type { Connection } from './follow-changes.ts';

/** Changes of a list since it was read. */
export interface ListChanges {
  readonly connection: Connection;
  /** Sessions of the page that was read. */
  readonly shown: ReadonlySet<string>;
  /** Sessions that match now, and are not shown yet: `MAX_ENTERED` at most. */
  readonly entered: ReadonlySet<string>;
  /** True if more have entered than are counted. */
  readonly hasMoreEntered: boolean;
  /** Sessions that are shown, and match no longer. */
  readonly left: ReadonlySet<string>;
  /** Number of sessions that match; null before the first batch. */
  readonly totalCount: number | null;
  /** Counts the batches that changed something. */
  readonly revision: number;
  readonly asOf: string | null;
  /** Status of the sources that have changed, by their labels. */
  readonly sources: Readonly<Record<string, string>>;
  readonly isLost: boolean;
}

/** Batch of `sessionChanges`, as far as lists count it. */
export interface CountedBatch {
  readonly asOf: string;
  readonly totalCount: number;
  readonly entered: readonly { readonly node: { readonly id: string } }[];
  readonly updated: readonly unknown[];
  readonly left: readonly string[];
  readonly sources: readonly { readonly service: string; readonly label: string; readonly status: string }[];
}

/** Event of a list: it was read, changed, or its connection has. */
export type ListEvent =
  | { readonly read: readonly string[] }
  | { readonly batch: CountedBatch }
  | { readonly connection: Connection }
  | 'lost';

/** Most ids of sessions that entered: a tab that is open for days counts no further. */
export const MAX_ENTERED = 1_000;

export const UNCHANGED: ListChanges = {
  connection: 'connecting',
  shown: new Set(),
  entered: new Set(),
  hasMoreEntered: false,
  left: new Set(),
  totalCount: null,
  revision: 0,
  asOf: null,
  sources: {},
  isLost: false,
};

/** Returns the changes of a list after one more event. */
export function listChanges(before: ListChanges, event: ListEvent): ListChanges {
  if (event === 'lost') return { ...before, isLost: true };
  if ('read' in event) return { ...UNCHANGED, connection: before.connection, shown: new Set(event.read) };
  if ('batch' in event) return afterBatch(before, event.batch);
  return before.connection === event.connection ? before : { ...before, connection: event.connection };
}

function afterBatch(before: ListChanges, batch: CountedBatch): ListChanges {
  const { asOf, totalCount, entered, updated, left } = batch;
  const sources = changedSources(before.sources, batch);
  const isQuiet = sources === before.sources && entered.length + updated.length + left.length === 0;
  return {
    ...before,
    ...memberChanges(
      before,
      entered.map(({ node }) => node.id),
      left,
    ),
    asOf,
    totalCount,
    sources,
    revision: isQuiet ? before.revision : before.revision + 1,
  };
}

/** Counts what entered and left. A shown session that left and came back has not changed, and no more has one that came and left. */
function memberChanges(before: ListChanges, arrived: readonly string[], departed: readonly string[]) {
  if (arrived.length + departed.length === 0) return {};
  const [entered, left] = [new Set(before.entered), new Set(before.left)];
  for (const id of departed) {
    entered.delete(id);
    if (before.shown.has(id)) left.add(id);
  }
  let { hasMoreEntered } = before;
  for (const id of arrived) {
    left.delete(id);
    if (before.shown.has(id)) continue;
    if (entered.size < MAX_ENTERED) entered.add(id);
    else hasMoreEntered ||= !entered.has(id);
  }
  return { entered, left, hasMoreEntered };
}

/** Returns the statuses of sources with those of a batch; the same object where nothing changed. */
function changedSources(before: ListChanges['sources'], { sources }: CountedBatch): ListChanges['sources'] {
  const statuses = sources.map(({ service, label, status }) => [`${service} ${label}`, status] as const);
  const isSame = statuses.every(([name, status]) => (before[name] ?? 'UP_TO_DATE') === status);
  return isSame ? before : { ...before, ...Object.fromEntries(statuses) };
}

/** Writes `2 new, 1 gone`; empty where nothing entered or left. */
export function describeChanges({
  entered,
  hasMoreEntered,
  left,
}: Pick<ListChanges, 'entered' | 'hasMoreEntered' | 'left'>): string {
  const counted = entered.size.toLocaleString('en') + (hasMoreEntered ? '+' : '');
  return [entered.size > 0 && `${counted} new`, left.size > 0 && `${left.size} gone`].filter(Boolean).join(', ');
}
