import { GatewayError } from '../errors.ts';
import { isHashed, nameHash, resolveKey } from './hashed-path.ts';
import { type Interval, reaches } from './interval.ts';
import type { Page } from './page-source.ts';
import { isStart, type Position, START } from './position.ts';
import { comparePaths, type Path, type SourceNode } from './source-tree.ts';
import { type TokenGuard, tokenGuard } from './token-guard.ts';

/** What came of opening a list or a group. */
export type Outcome<Item, About> =
  | { readonly kind: 'page'; readonly page: Page<Item> }
  | { readonly kind: 'parts'; readonly parts: readonly SourceNode<Item, About>[] }
  | { readonly kind: 'failed'; readonly error: GatewayError };

/** A list or group that is to be read. */
export interface Entry<Item, About> {
  readonly path: Path;
  readonly node: SourceNode<Item, About>;
  readonly about: About | undefined;
  /** The outermost group around it, or itself, that a reader is told of: what is likely to be slow together. */
  readonly unit: Path | undefined;
  /** The stretch that it belongs to. */
  readonly interval: Interval;
  /** Where to go on in it, if it is a list. */
  readonly position: Position;
  /** Whether a client's cursor says so. */
  readonly resumes: boolean;
  /** Of the pages of it that were read so far. */
  readonly guard: TokenGuard;
  opened?: Opened<Item, About>;
}

/** A list or group that has been asked for: entries that are the same one share it. */
interface Opened<Item, About> {
  /** When it was, by `performance.now()`. */
  readonly at: number;
  readonly answer: Promise<Outcome<Item, About>>;
  /** What came of it, once it has. */
  outcome?: Outcome<Item, About>;
}

/** Lists and groups at once, at most; the pipeline has its own limit for the calls that come of them. */
const MAX_WIDTH = 16;
/** At first so many: then one more for each that was read, so that what is read in vain is never more than what was not. */
const MIN_WIDTH = 2;

/** The lists and groups still to be read, in order, the first few of them being opened already. */
export interface LookAhead<Item, About> {
  readonly entries: readonly Entry<Item, About>[];
  /** What comes of the first within so many milliseconds; null if nothing. Those behind it are opened meanwhile. */
  outcome(milliseconds: () => number): Promise<Outcome<Item, About> | null>;
  /** Puts the stretch in front whose first answers first, within so many milliseconds. */
  bringAnswered(milliseconds: number): Promise<void>;
  /** The first goes on with another page. */
  goOn(position: Position): void;
  /** The first has been read or set aside. */
  shift(): void;
  /** Puts in front what takes the place of the first. */
  expand(): void;
  push(entry: Entry<Item, About>): void;
}

export function lookAhead<Item, About>(
  root: SourceNode<Item, About>,
  intervals: readonly Interval[],
  onSkipped: (entry: Entry<Item, About>) => void,
): LookAhead<Item, About> {
  let entries = intervals.map((interval) => entryFor(root, [], {}, interval));
  let read = 0;
  let isWaiting = false;
  const groups = new Map<string, Opened<Item, About>>();
  const indexes = new Map<readonly SourceNode<Item, About>[], PartIndex<Item, About>>();

  /** Stretches that lead through one group find its parts together. */
  function openOnce(entry: Entry<Item, About>): void {
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
      // The first is the reader's: it may want to know that a group has no parts.
      const outcome = entry?.opened?.outcome;
      if (index === 0 || outcome?.kind !== 'parts' || outcome.parts.length === 0) continue;
      expandAt(index);
      // What has come in its place may be opened at once.
      index -= 1;
    }
  }

  function expandAt(index: number): void {
    const entry = entries[index];
    const outcome = entry?.opened?.outcome;
    if (entry === undefined || outcome?.kind !== 'parts') return;
    const known = indexes.get(outcome.parts);
    const parts = known ?? partIndex(outcome.parts);
    indexes.set(outcome.parts, parts);
    const owed = partsOf(entry, parts);
    // Complete is the least that is said of a source: whoever is owed is spoken of again.
    if (!known && owed.length < parts.byKey.size)
      for (const part of outcome.parts) onSkipped(entryFor(part, [...entry.path, part.key], entry, entry.interval));
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

function entryFor<Item, About>(
  node: SourceNode<Item, About>,
  path: Path,
  group: Partial<Pick<Entry<Item, About>, 'about' | 'unit'>>,
  interval: Interval,
): Entry<Item, About> {
  const position = (comparePaths(path, interval.from) === 0 && interval.at) || START;
  const unit = group.unit ?? (node.about === undefined ? undefined : path);
  const about = node.about ?? group.about;
  return { path, node, about, unit, interval, position, resumes: !isStart(position), guard: tokenGuard() };
}

function partsOf<Item, About>(
  { path, interval, ...group }: Entry<Item, About>,
  { byKey, byHash }: PartIndex<Item, About>,
): Entry<Item, About>[] {
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

/** The parts of a group in order, each once: AWS may list a fleet or an association twice. */
interface PartIndex<Item, About> {
  readonly byKey: ReadonlyMap<string, SourceNode<Item, About>>;
  byHash(): ReadonlyMap<string, SourceNode<Item, About>>;
}

function partIndex<Item, About>(parts: readonly SourceNode<Item, About>[]): PartIndex<Item, About> {
  const sorted = [...parts].sort((one, other) => comparePaths([one.key], [other.key]));
  const byKey = new Map(sorted.map((part) => [part.key, part]));
  let hashes: ReadonlyMap<string, SourceNode<Item, About>> | undefined;
  return {
    byKey,
    byHash() {
      hashes ??= new Map(sorted.map((part) => [nameHash(part.key), part]));
      return hashes;
    },
  };
}

/** The next of each stretch. */
function firstOfEach<Item, About>(entries: readonly Entry<Item, About>[]): Entry<Item, About>[] {
  const seen = new Set<Interval>();
  return entries.filter(({ interval }) => !seen.has(interval) && seen.add(interval));
}

/** Begins to read a list's page, or to find a group's parts. */
function open<Item, About>(entry: Entry<Item, About>, onSettled: () => void): Opened<Item, About> {
  const answer = outcomeOf(entry).then((outcome) => {
    opened.outcome = outcome;
    onSettled();
    return outcome;
  });
  const opened: Opened<Item, About> = { at: performance.now(), answer };
  // Whoever waits for it is told; a fault of ours that nobody waits for any more is nobody's.
  answer.catch(() => {});
  return opened;
}

async function outcomeOf<Item, About>({
  node,
  position,
  resumes,
  guard,
}: Entry<Item, About>): Promise<Outcome<Item, About>> {
  try {
    if ('source' in node) {
      const page = await node.source.listPage(position.token, resumes);
      const fault = guard.arrivalFaultOf(position, page);
      return fault ? { kind: 'failed', error: fault } : { kind: 'page', page };
    }
    return { kind: 'parts', parts: await node.parts() };
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
