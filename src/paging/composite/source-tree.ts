import type { PageSource } from '../page-source.ts';

/**
 * Many lists that are read as one: a list, or a group of them that is only found when it is its turn. Neighbours are read
 * in the order of their keys.
 *
 * @template Metadata what a reader is told of a source; a part without it is spoken of as its group is
 */
export type SourceNode<Item, Metadata> = LeafSource<Item, Metadata> | CompositeSource<Item, Metadata>;

interface Named<Metadata> {
  /** Its place among its neighbours, and its name in cursors: the same for as long as it exists. */
  readonly key: string;
  readonly metadata?: Metadata;
}

export interface LeafSource<Item, Metadata> extends Named<Metadata> {
  readonly source: PageSource<Item>;
}

export interface CompositeSource<Item, Metadata> extends Named<Metadata> {
  /** @throws GatewayError UPSTREAM_* when they cannot be found; then the group as a whole has failed */
  children(): Promise<readonly SourceNode<Item, Metadata>[]>;
}

/** The keys from the root down. */
export type Path = readonly string[];

/** Negative: before. A group comes before its children. */
export function comparePaths(one: Path, other: Path): number {
  for (let depth = 0; depth < Math.min(one.length, other.length); depth += 1) {
    const [left = '', right = ''] = [one[depth], other[depth]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return one.length - other.length;
}

/** Whether a path is a group's own or leads into it. */
export function isWithin(path: Path, group: Path): boolean {
  return group.every((key, depth) => path[depth] === key);
}
