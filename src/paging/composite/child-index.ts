import { nameHash } from './hashed-keys.ts';
import { comparePaths } from './path.ts';
import type { SourceNode } from './source-tree.ts';

/** The children of one composite source in the order of their keys, found by key or by the hash of the key. */
export interface ChildIndex<Item, Metadata> {
  readonly sorted: readonly SourceNode<Item, Metadata>[];
  /** @param key a child's key, or its hash as `hashed-keys.ts` writes it */
  find(key: string): SourceNode<Item, Metadata> | undefined;
}

/** Indexes children; of those with equal keys the last is used, because AWS may list a fleet or an association twice. */
export function childIndex<Item, Metadata>(
  children: readonly SourceNode<Item, Metadata>[],
): ChildIndex<Item, Metadata> {
  const byKey = new Map(children.map((child) => [child.key, child]));
  const sorted = [...byKey.values()].sort((one, other) => comparePaths([one.key], [other.key]));
  let byHash: ReadonlyMap<string, SourceNode<Item, Metadata>> | undefined;
  return {
    sorted,
    find(key) {
      const child = byKey.get(key);
      if (child) return child;
      byHash ??= new Map(sorted.map((each) => [nameHash(each.key), each]));
      return byHash.get(key);
    },
  };
}
