import type { PageSource } from '../page-source.ts';

/**
 * A list, or a composite source whose children are only found when it is its turn. Children are read in the order of their keys.
 *
 * @template Metadata describes a source to the client in a `SourceReport`
 */
export type SourceNode<Item, Metadata> = LeafSource<Item, Metadata> | CompositeSource<Item, Metadata>;

interface TreeNode<Metadata> {
  /**
   * Name among its siblings: orders them, and stands in cursors. It must be unique there, must be the same for as long as the
   * source exists, in every process, and must not begin with `#`.
   */
  readonly key: string;
  /** Inherited from the composite source around it if absent. */
  readonly metadata?: Metadata;
  /**
   * Number of items in it, as AWS counts them elsewhere. A hint that something has changed: it may be wrong, or count
   * differently, so nothing follows from a number alone.
   */
  readonly countedItems?: number | undefined;
}

interface LeafSource<Item, Metadata> extends TreeNode<Metadata> {
  readonly source: PageSource<Item>;
}

export interface CompositeSource<Item, Metadata> extends TreeNode<Metadata> {
  /**
   * Finds the children, in any order; called at most once per iteration.
   *
   * @throws GatewayError UPSTREAM_*: the composite source as a whole is then deferred and retried by the next cursor
   */
  children(): Promise<readonly SourceNode<Item, Metadata>[]>;
}
