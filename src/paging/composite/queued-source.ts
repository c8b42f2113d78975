import { isStart, type Position, START } from '../position.ts';
import type { ChildIndex } from './child-index.ts';
import { isHash, resolveHash } from './hashed-keys.ts';
import { comparePaths, isWithin, type Path, pathKey } from './path.ts';
import { mayContain, type PendingRange } from './pending-range.ts';
import type { SourceNode } from './source-tree.ts';

/** A list or composite source that an iteration still has to read. */
export interface QueuedSource<Item, Metadata> {
  readonly path: Path;
  readonly node: SourceNode<Item, Metadata>;
  readonly metadata: Metadata | undefined;
  /** Metadata of each composite source around it, from the root on. */
  readonly outer: readonly (Metadata | undefined)[];
  /** Key of the outermost source around it, or of itself, that has metadata: what is likely to be slow together. */
  readonly unit: string | undefined;
  /** The pending range that it belongs to. */
  readonly range: PendingRange;
  /** Position in a list at which to continue. */
  readonly position: Position;
  /** True if `position` comes from a client's cursor. */
  readonly resumes: boolean;
  /** Pages of the list that this iteration has read. */
  readonly pages: number;
  /** Key of the request for its page or children. Ranges that lead through one composite source share its request. */
  readonly request: string;
}

/** Compares sources by what is requested of them and for which range. */
export function isSameSource<Item, Metadata>(
  one: QueuedSource<Item, Metadata>,
  other: QueuedSource<Item, Metadata>,
): boolean {
  return one.request === other.request && one.range.id === other.range.id;
}

/** Queues the root of a tree for a pending range. */
export function queueRoot<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  range: PendingRange,
): QueuedSource<Item, Metadata> {
  return queueSource(root, [], null, range);
}

function queueSource<Item, Metadata>(
  node: SourceNode<Item, Metadata>,
  path: Path,
  parent: QueuedSource<Item, Metadata> | null,
  range: PendingRange,
): QueuedSource<Item, Metadata> {
  const position = (comparePaths(path, range.from) === 0 && range.at) || START;
  const request = pathKey(path);
  return {
    path,
    node,
    metadata: node.metadata ?? parent?.metadata,
    outer: parent ? [...parent.outer, parent.metadata] : [],
    unit: parent?.unit ?? (node.metadata === undefined ? undefined : request),
    range,
    position,
    resumes: !isStart(position),
    pages: 0,
    request,
  };
}

/** Queues the children of a composite source that its pending range may contain, in order. */
export function queueChildren<Item, Metadata>(
  parent: QueuedSource<Item, Metadata>,
  children: ChildIndex<Item, Metadata>,
): QueuedSource<Item, Metadata>[] {
  const { path, range } = parent;
  return candidates(range, path, children).flatMap((child) => {
    const resolved = resolveHash(range, path.length, child.key);
    const childPath = [...path, child.key];
    return mayContain(resolved, childPath) ? [queueSource(child, childPath, parent, resolved)] : [];
  });
}

/** Queues every child, to report those that are complete already. */
export function queueAll<Item, Metadata>(
  parent: QueuedSource<Item, Metadata>,
  { sorted }: ChildIndex<Item, Metadata>,
): QueuedSource<Item, Metadata>[] {
  return sorted.map((child) => queueSource(child, [...parent.path, child.key], parent, parent.range));
}

/** Looks up the only child that a range contains instead of testing all: 500 ranges may lead through one composite source. */
function candidates<Item, Metadata>(
  { from, to }: PendingRange,
  path: Path,
  children: ChildIndex<Item, Metadata>,
): readonly SourceNode<Item, Metadata>[] {
  const first = isWithin(from, path) ? from[path.length] : undefined;
  const last = to && isWithin(to, path) ? to[path.length] : undefined;
  if (first === undefined || (first !== last && !isHash(first))) return children.sorted;
  const only = first === last ? children.find(first) : undefined;
  if (only) return [only];
  return isHash(first) ? [] : children.sorted;
}

/** Continues a list at its next page. The source that was queued before stays as it is: resume states may hold it. */
export function atNextPage<Item, Metadata>(
  source: QueuedSource<Item, Metadata>,
  position: Position,
): QueuedSource<Item, Metadata> {
  const pages = source.pages + 1;
  return { ...source, position, resumes: false, pages, request: `${pathKey(source.path)} ${pages}` };
}

/** Returns the range from a source to the end of its range. A composite source may begin before its range does. */
export function rangeFrom<Item, Metadata>({ path, position, range }: QueuedSource<Item, Metadata>): PendingRange {
  const { from, at } = range;
  const isUnread = comparePaths(path, from) === 0 && at === position;
  if (isUnread || (path.length < from.length && isWithin(from, path))) return range;
  const { id, to, isRetry } = range;
  return { id, from: path, at: position, to, isRetry };
}

/** Returns the range of a source alone, as far as its range contains it. */
export function ownRange<Item, Metadata>(source: QueuedSource<Item, Metadata>): PendingRange {
  const { to } = source.range;
  const { members, ...range } = rangeFrom(source);
  return { ...range, to: to !== null && isWithin(to, source.path) ? to : source.path };
}

/** Returns true if nothing of a source was read, and its range contains it from its start. */
export function isUnread<Item, Metadata>(source: QueuedSource<Item, Metadata>): boolean {
  const { from, at } = rangeFrom(source);
  return comparePaths(from, source.path) === 0 && at !== null && isStart(at);
}
