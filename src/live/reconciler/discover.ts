import { GatewayError } from '../../errors/gateway-error.ts';
import { childIndex } from '../../paging/composite/child-index.ts';
import type { Path } from '../../paging/composite/path.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionSourceNode } from '../../sessions/sources.ts';
import { type SourceRecord, sourceIdOf } from './source-record.ts';

/** Source that a discovery found. */
export interface FoundSource {
  readonly id: string;
  readonly path: Path;
  readonly node: SessionSourceNode;
  readonly metadata: SourceMetadata;
}

/** Direct child of a location: one source, or a group of them, such as a fleet with its associations. */
export interface GroupRecord {
  /** Monotonic time at which its sources were listed; -Infinity before. */
  listedTick: number;
  sources: readonly FoundSource[];
  /** `countedItems` at the last discovery, and its difference to the known sessions. */
  counted: number | undefined;
  surplus: number;
}

/** Repeated listing of the sources of one service and location. */
export interface DiscoveryRecord {
  /** State of the list of sources; it has no sessions itself. */
  readonly state: SourceRecord;
  readonly groups: Map<string, GroupRecord>;
  /** Groups to list in the next discovery, whenever they were listed: `all`, or by key. */
  forced: ReadonlySet<string> | 'all';
}

export interface Discovered {
  /** True if nothing failed: what is not listed is gone. */
  readonly isComplete: boolean;
  readonly error: GatewayError | null;
  /** Returns true if the discovery says something about a path: its group was listed, or is gone. */
  judges(path: Path): boolean;
  /** Groups whose counters changed in a way that the known sessions do not explain. */
  readonly surprising: readonly string[];
}

export interface DiscoverOptions {
  readonly now: () => number;
  /** Milliseconds after which the sources of a group are listed again. */
  readonly groupIntervalMs: number;
  /** Known sessions in a group, by its key. */
  readonly sessionsIn: (group: string) => number;
  /** Called for each source as soon as it is found. */
  readonly onFound: (source: FoundSource) => void;
  readonly isStopped: () => boolean;
}

/**
 * Lists the sources of one service and location. Its direct children are listed each time, and say by their counters where
 * sessions have changed; those below at intervals.
 *
 * @throws GatewayError UPSTREAM_* when the direct children cannot be listed
 */
export async function discover(
  node: SessionSourceNode,
  discovery: DiscoveryRecord,
  options: DiscoverOptions,
): Promise<Discovered> {
  const { groups, forced, state } = discovery;
  const children = 'source' in node ? [node] : childIndex(await node.children()).sorted;
  const listed = new Set<string>();
  const surprising: string[] = [];
  let error: GatewayError | null = null;
  const judges = (path: Path) => listed.has(path[1] ?? '') || !groups.has(path[1] ?? '');
  removeOthers(
    groups,
    children.map(({ key }) => key),
  );
  for (const child of children) {
    if (options.isStopped()) return { isComplete: false, error, judges, surprising };
    const group = groups.get(child.key) ?? newGroup();
    groups.set(child.key, group);
    if (isSurprising(group, child.countedItems, options.sessionsIn(child.key))) surprising.push(child.key);
    if (isDue(child, group, forced, options)) {
      const failure = await listGroup(group, child, state, options);
      if (failure) error ??= failure;
      else listed.add(child.key);
    }
    for (const source of group.sources) options.onFound(source);
  }
  return { isComplete: error === null, error, judges, surprising };
}

function isDue(
  child: SessionSourceNode,
  { listedTick }: GroupRecord,
  forced: DiscoveryRecord['forced'],
  { now, groupIntervalMs }: DiscoverOptions,
): boolean {
  return isSource(child) || forced === 'all' || forced.has(child.key) || now() - listedTick >= groupIntervalMs;
}

function removeOthers(groups: Map<string, GroupRecord>, keys: readonly string[]): void {
  const kept = new Set(keys);
  for (const key of groups.keys()) if (!kept.has(key)) groups.delete(key);
}

/** Lists the sources of a group. Returns the error of AWS where they cannot be listed: those known before remain. */
async function listGroup(
  group: GroupRecord,
  child: SessionSourceNode,
  { path, metadata }: SourceRecord,
  { now }: DiscoverOptions,
): Promise<GatewayError | null> {
  try {
    group.sources = await sourcesOf(child, [...path, child.key], metadata);
    group.listedTick = now();
    return null;
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown;
    throw thrown;
  }
}

function newGroup(): GroupRecord {
  return { listedTick: -Infinity, sources: [], counted: undefined, surplus: 0 };
}

/**
 * Compares counters with known sessions. Counters may count differently, so that only their changes say something, and
 * only those that the scans have not found meanwhile.
 */
function isSurprising(group: GroupRecord, counted: number | undefined, known: number): boolean {
  if (counted === undefined) return false;
  const surplus = counted - known;
  const isNew = group.counted !== undefined && counted !== group.counted && surplus !== group.surplus;
  group.counted = counted;
  group.surplus = surplus;
  return isNew;
}

/** Returns true for a list, and for several lists that are reported as one source. */
function isSource(node: SessionSourceNode): boolean {
  return 'source' in node || node.metadata !== undefined;
}

async function sourcesOf(
  node: SessionSourceNode,
  path: Path,
  inherited: SourceMetadata,
): Promise<readonly FoundSource[]> {
  const metadata = node.metadata ?? inherited;
  if (isSource(node) || 'source' in node) return [{ id: sourceIdOf(path), path, node, metadata }];
  const found: FoundSource[] = [];
  for (const child of childIndex(await childrenOf(node)).sorted) {
    found.push(...(await sourcesOf(child, [...path, child.key], metadata)));
  }
  return found;
}

/** Finds the children of a group; none if it was deleted since it was listed. */
async function childrenOf(node: SessionSourceNode & { children: unknown }): Promise<readonly SessionSourceNode[]> {
  try {
    return 'source' in node ? [] : await node.children();
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}
