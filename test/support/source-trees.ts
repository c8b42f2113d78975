import fc from 'fast-check';
import { type ChildIndex, childIndex } from '../../src/paging/composite/child-index.ts';
import type { QueuedSource } from '../../src/paging/composite/queued-source.ts';
import type { SourceNode } from '../../src/paging/composite/source-tree.ts';
import type { Page } from '../../src/paging/page-source.ts';
import { type ListQuirks, listSource } from './list-source.ts';

/** A list in a source tree. */
export interface List {
  readonly key: string;
  readonly items: readonly string[];
  readonly quirks: ListQuirks;
}

/** A composite source of lists and composite sources, up to three levels deep. */
export interface Tree {
  readonly key: string;
  readonly hasMetadata: boolean;
  readonly children: readonly (Tree | List)[];
}

const anyQuirks = fc.record({
  pageLength: fc.integer({ min: 1, max: 4 }),
  emptyPagesBetween: fc.nat(1),
  tokenAfterLastPage: fc.boolean(),
});
const anyList = fc.tuple(fc.nat(6), anyQuirks);
const anyGroup = fc.record({ hasMetadata: fc.boolean(), lists: fc.array(anyList, { maxLength: 4 }) });
const anyService = fc.record({
  hasMetadata: fc.boolean(),
  groups: fc.array(fc.oneof(anyGroup, anyList), { maxLength: 4 }),
});

/** Random trees with items named after their lists. */
export const trees: fc.Arbitrary<Tree> = fc.array(anyService, { maxLength: 4 }).map((services) => ({
  key: '',
  hasMetadata: false,
  children: services.map(({ hasMetadata, groups }, s) => ({
    key: `s${s}`,
    hasMetadata,
    children: groups.map((group, g) =>
      Array.isArray(group)
        ? listNamed(`g${g}`, `s${s}.g${g}`, group)
        : {
            key: `g${g}`,
            hasMetadata: group.hasMetadata,
            children: group.lists.map((list, l) => listNamed(`l${l}`, `s${s}.g${g}.l${l}`, list)),
          },
    ),
  })),
}));

function listNamed(key: string, name: string, [count, quirks]: [number, ListQuirks]): List {
  return { key, items: Array.from({ length: count }, (_, index) => `${name}.${index}`), quirks };
}

/** Builds the source tree of a random tree. */
export function treeOf(node: Tree | List, path = ''): SourceNode<string, string> {
  const name = `${path}/${node.key}`;
  if ('items' in node) {
    return { key: node.key, metadata: name, source: listSource(node.items, node.quirks, name) };
  }
  return {
    key: node.key,
    metadata: node.hasMetadata ? name : undefined,
    children: async () => node.children.map((child) => treeOf(child, name)),
  };
}

/** Returns the lists of a tree in order. */
export function listsOf(node: Tree | List): List[] {
  return 'items' in node ? [node] : node.children.flatMap(listsOf);
}

export async function childrenOf({ node }: QueuedSource<string, string>): Promise<ChildIndex<string, string>> {
  return childIndex('source' in node ? [] : await node.children());
}

export async function pageOf({ node, position }: QueuedSource<string, string>): Promise<Page<string>> {
  if (!('source' in node)) throw new Error('A composite source has no pages.');
  return node.source.listPage(position.token);
}
