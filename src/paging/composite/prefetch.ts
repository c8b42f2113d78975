import { GatewayError } from '../../errors/gateway-error.ts';
import type { Page } from '../page-source.ts';
import { isStart, type Position, START } from '../position.ts';
import { type TokenGuard, tokenGuard } from '../token-guard.ts';
import { isHashed, nameHash, resolveKey } from './hashed-keys.ts';
import { type PendingRange, reaches } from './pending-range.ts';
import { comparePaths, type Path, type SourceNode } from './source-tree.ts';

/** What came of opening a list or a group. */
export type Outcome<Item, Metadata> =
  | { readonly kind: 'page'; readonly page: Page<Item> }
  | { readonly kind: 'children'; readonly children: readonly SourceNode<Item, Metadata>[] }
  | { readonly kind: 'failed'; readonly error: GatewayError };

/** A list or group that is to be read. */
export interface Entry<Item, Metadata> {
  readonly path: Path;
  readonly node: SourceNode<Item, Metadata>;
  readonly metadata: Metadata | undefined;
  /** The outermost group around it, or itself, that a reader is told of: what is likely to be slow together. */
  readonly unit: Path | undefined;
  /** The stretch that it belongs to. */
  readonly interval: PendingRange;
  /** Where to go on in it, if it is a list. */
  readonly position: Position;
  /** Whether a client's cursor says so. */
  readonly resumes: boolean;
  /** Of the pages of it that were read so far. */
  readonly guard: TokenGuard;
  opened?: Opened<Item, Metadata>;
}

/** A list or group that has been asked for: entries that are the same one share it. */
interface Opened<Item, Metadata> {
  /** When it was, by `performance.now()`. */
  readonly at: number;
  readonly answer: Promise<Outcome<Item, Metadata>>;
  /** What came of it, once it has. */
  outcome?: Outcome<Item, Metadata>;
}

/** Lists and groups at once, at most; the pipeline has its own limit for the calls that come of them. */
const MAX_WIDTH = 16;
/** At first so many: then one more for each that was read, so that what is read in vain is never more than what was not. */
const MIN_WIDTH = 2;

/** The lists and groups still to be read, in order, the first few of them being opened already. */
export interface Prefetch<Item, Metadata> {
  readonly entries: readonly Entry<Item, Metadata>[];
  /** What comes of the first within so many milliseconds; null if nothing. Those behind it are opened meanwhile. */
  outcome(milliseconds: () => number): Promise<Outcome<Item, Metadata> | null>;
  /** Puts the stretch in front whose first answers first, within so many milliseconds. */
  bringAnswered(milliseconds: number): Promise<void>;
  /** The first goes on with another page. */
  goOn(position: Position): void;
  /** The first has been read or set aside. */
  shift(): void;
  /** Puts in front what takes the place of the first. */
  expand(): void;
  push(entry: Entry<Item, Metadata>): void;
}

export function prefetch<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  intervals: readonly PendingRange[],
  onSkipped: (entry: Entry<Item, Metadata>) => void,
): Prefetch<Item, Metadata> {
  let entries = intervals.map((interval) => entryFor(root, [], {}, interval));
  let read = 0;
  let isWaiting = false;
  const groups = new Map<string, Opened<Item, Metadata>>();
  const indexes = new Map<readonly SourceNode<Item, Metadata>[], PartIndex<Item, Metadata>>();

  /** Stretches that lead through one group find its children together. */
  function openOnce(entry: Entry<Item, Metadata>): void {
    const key = 'source' in entry.node ? null : JSON.stringify(entry.path);
    const known = key === null ? undefined : groups.get(key);
    entry.opened = known ?? open(entry, () => isWaiting && pump());
    if (key !== null) groups.set(key, entry.opened);
  }

  function pump(): void {
    const width = Math.min(MAX_WIDTH, MIN_WIDTH + read);
    for (let index = 0; index < Math.min(width, entries.length); index += 1) {
      const entry = entries[index];
      if (entry && !entry.opened) openOnce(entry);
      // The first is the reader's: it may want to know that a group has no children.
      const outcome = entry?.opened?.outcome;
      if (index === 0 || outcome?.kind !== 'children' || outcome.children.length === 0) continue;
      expandAt(index);
      // What has come in its place may be opened at once.
      index -= 1;
    }
  }

  function expandAt(index: number): void {
    const entry = entries[index];
    const outcome = entry?.opened?.outcome;
    if (entry === undefined || outcome?.kind !== 'children') return;
    const known = indexes.get(outcome.children);
    const children = known ?? partIndex(outcome.children);
    indexes.set(outcome.children, children);
    const owed = partsOf(entry, children);
    // Complete is the least that is said of a source: whoever is owed is spoken of again.
    if (!known && owed.length < children.byKey.size)
      for (const part of outcome.children) onSkipped(entryFor(part, [...entry.path, part.key], entry, entry.interval));
    entries = [...entries.slice(0, index), ...owed, ...entries.slice(index + 1)];
  }

  return {
    get entries() {
      return entries;
    },
    async outcome(milliseconds) {
      pump();
      const [first] = entries;
      if (!first?.opened || first.opened.outcome) return first?.opened?.outcome ?? null;
      isWaiting = true;
      const outcome = await within(milliseconds(), first.opened.answer);
      isWaiting = false;
      return outcome;
    },
    async bringAnswered(milliseconds) {
      pump();
      const firsts = firstOfEach(entries);
      await within(milliseconds, Promise.race(firsts.flatMap(({ opened }) => opened?.answer ?? [])));
      const answered = firsts.find(({ opened }) => opened?.outcome)?.interval;
      if (answered === undefined) return;
      // Within a stretch the order stands: a cursor says where in it to go on.
      const [others, theirs] = [false, true].map((is) =>
        entries.filter((entry) => (entry.interval === answered) === is),
      );
      entries = [...(theirs ?? []), ...(others ?? [])];
    },
    goOn(position) {
      // Another entry: cursors that were made of this one are to stay as they are.
      entries = entries.map((entry, index) =>
        index === 0 ? { ...entry, position, resumes: false, opened: undefined } : entry,
      );
    },
    shift() {
      entries = entries.slice(1);
      read += 1;
    },
    expand() {
      expandAt(0);
      read += 1;
    },
    push(entry) {
      entries = [...entries, entry];
    },
  };
}

function entryFor<Item, Metadata>(
  node: SourceNode<Item, Metadata>,
  path: Path,
  group: Partial<Pick<Entry<Item, Metadata>, 'metadata' | 'unit'>>,
  interval: PendingRange,
): Entry<Item, Metadata> {
  const position = (comparePaths(path, interval.from) === 0 && interval.at) || START;
  const unit = group.unit ?? (node.metadata === undefined ? undefined : path);
  const metadata = node.metadata ?? group.metadata;
  return { path, node, metadata, unit, interval, position, resumes: !isStart(position), guard: tokenGuard() };
}

function partsOf<Item, Metadata>(
  { path, interval, ...group }: Entry<Item, Metadata>,
  { byKey, byHash }: PartIndex<Item, Metadata>,
): Entry<Item, Metadata>[] {
  const [first, last] = [interval.from[path.length], interval.to?.[path.length]];
  // One of a thousand is looked up: five hundred stretches may lead through one group.
  const one = first === last && first !== undefined ? (byKey.get(first) ?? byHash().get(first)) : undefined;
  const candidates = one ? [one] : first !== undefined && isHashed(first) ? [] : [...byKey.values()];
  return candidates.flatMap((part) => {
    const own = resolveKey(interval, path.length, part.key);
    const entryPath = [...path, part.key];
    return reaches(own, entryPath) ? [entryFor(part, entryPath, group, own)] : [];
  });
}

/** The children of a group in order, each once: AWS may list a fleet or an association twice. */
interface PartIndex<Item, Metadata> {
  readonly byKey: ReadonlyMap<string, SourceNode<Item, Metadata>>;
  byHash(): ReadonlyMap<string, SourceNode<Item, Metadata>>;
}

function partIndex<Item, Metadata>(children: readonly SourceNode<Item, Metadata>[]): PartIndex<Item, Metadata> {
  const sorted = [...children].sort((one, other) => comparePaths([one.key], [other.key]));
  const byKey = new Map(sorted.map((part) => [part.key, part]));
  let hashes: ReadonlyMap<string, SourceNode<Item, Metadata>> | undefined;
  return {
    byKey,
    byHash() {
      hashes ??= new Map(sorted.map((part) => [nameHash(part.key), part]));
      return hashes;
    },
  };
}

/** The next of each stretch. */
function firstOfEach<Item, Metadata>(entries: readonly Entry<Item, Metadata>[]): Entry<Item, Metadata>[] {
  const seen = new Set<PendingRange>();
  return entries.filter(({ interval }) => !seen.has(interval) && seen.add(interval));
}

/** Begins to read a list's page, or to find a group's children. */
function open<Item, Metadata>(entry: Entry<Item, Metadata>, onSettled: () => void): Opened<Item, Metadata> {
  const answer = outcomeOf(entry).then((outcome) => {
    opened.outcome = outcome;
    onSettled();
    return outcome;
  });
  const opened: Opened<Item, Metadata> = { at: performance.now(), answer };
  // Whoever waits for it is told; a fault of ours that nobody waits for any more is nobody's.
  answer.catch(() => {});
  return opened;
}

async function outcomeOf<Item, Metadata>({
  node,
  position,
  resumes,
  guard,
}: Entry<Item, Metadata>): Promise<Outcome<Item, Metadata>> {
  try {
    if ('source' in node) {
      const page = await node.source.listPage(position.token, resumes);
      const fault = guard.arrivalFaultOf(position, page);
      return fault ? { kind: 'failed', error: fault } : { kind: 'page', page };
    }
    return { kind: 'children', children: await node.children() };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // It vanished since it was found: nothing of it is left to read.
    if (error.code === 'NOT_FOUND') return { kind: 'page', page: { items: [], nextToken: null } };
    if (error.code.startsWith('UPSTREAM_')) return { kind: 'failed', error };
    throw error;
  }
}

async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, Math.max(0, milliseconds), null);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
