import { DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';

/**
 * Declares the cost of a field: the AWS calls that it takes with an empty cache. Routers read it as `@cost`, the gateway's
 * limit as complexity. A field that is loaded in one batch for a whole page (a session's fleet) declares nothing and costs 0.
 */
export function awsCalls(count: number) {
  return { cost: count, complexity: count };
}

/** Cost of a lookup by names: AWS rejects the whole batch if one name does not exist; the loader bisects it. */
const CALLS_PER_NAME = 2;

/**
 * Declares the number of items of a field, or of its page. The gateway's limit of values multiplies the selection of an item
 * by it.
 */
export function itemsOf<Args extends object>(count: (args: Args) => number) {
  return { items: count };
}

/**
 * Declares that a field reads the live index, which takes processor time though no AWS call. The gateway's limit of values
 * counts a read as `INDEX_READ_VALUES`.
 */
export const INDEX_READ = { indexReads: 1 };

/**
 * Declares that a field reads the store, which takes time of its thread though no AWS call: counting a million records takes as long
 * as some thirty reads of the live index.
 */
export const HISTORY_READ = { indexReads: 5 };

/** Declares that a field sums up records of the store. */
export const USAGE_READ = { indexReads: 20 };

/**
 * Values that a read of the live index counts as: one of 100,000 sessions takes about as long as executing so many fields
 * (1 to 25 ms, see docs/decisions/0016-live-index-in-sqlite.md).
 */
export const INDEX_READ_VALUES = 1_000;

/** Estimates the AWS calls of lists that are looked up by names. */
export function awsCallsOfNames(...lists: readonly (readonly string[] | null | undefined)[]): number {
  return CALLS_PER_NAME * lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

/**
 * Declares the cost of a connection: the cost of the selection of an item counts `first` times.
 *
 * @param callsOf AWS calls that the arguments add
 * @param slicingArguments arguments that give the size of the page
 */
export function awsCallsOfPage<Args extends object>(
  count: number,
  callsOf: (args: Args) => number = () => 0,
  slicingArguments: readonly ('first' | 'last')[] = ['first'],
) {
  return {
    cost: count,
    listSize: {
      slicingArguments: [...slicingArguments],
      assumedSize: DEFAULT_FIRST,
      sizedFields: ['edges', 'nodes'],
      requireOneSlicingArgument: false,
    },
    complexity: (args: Args & PageSize) => ({
      field: count + callsOf(args),
      multiplier: pageSize(args),
    }),
    extensions: itemsOf(pageSize),
  };
}

interface PageSize {
  readonly first?: number | null;
  readonly last?: number | null;
}

/** Clamps the size of a page, or the number of values of a facet, to its range; a value out of range is rejected elsewhere. */
export function pageSize({ first, last }: PageSize): number {
  return Math.max(0, Math.min(first ?? last ?? DEFAULT_FIRST, MAX_FIRST));
}
