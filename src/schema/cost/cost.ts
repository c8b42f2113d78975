import { DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';

/**
 * What a field costs: the AWS calls that it takes by itself when nothing of it is known yet. Routers read it as `@cost`,
 * the gateway's own limit as complexity. What is loaded for a whole page at once (a session's fleet) is no call of its
 * own and says nothing: it costs 0.
 */
export function awsCalls(count: number) {
  return { cost: count, complexity: count };
}

/** Cost of a lookup by names: AWS rejects the whole batch if one name does not exist; the loader bisects it. */
const CALLS_PER_NAME = 2;

/**
 * Says how many items a field answers with, or has a page of. The gateway's own limit of values goes by it: what is selected of an
 * item is there as often.
 */
export function itemsOf<Args extends object>(count: (args: Args) => number) {
  return { items: count };
}

/** AWS calls of lists that are looked up name by name. */
export function awsCallsOfNames(...lists: readonly (readonly string[] | null | undefined)[]): number {
  return CALLS_PER_NAME * lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

/**
 * The same for a field that pages: what is selected of its items is paid for each of them, `first` at most.
 *
 * @param callsOf what its arguments add to that
 */
export function awsCallsOfPage<Args extends object>(count: number, callsOf: (args: Args) => number = () => 0) {
  return {
    cost: count,
    listSize: {
      slicingArguments: ['first'],
      assumedSize: DEFAULT_FIRST,
      sizedFields: ['edges', 'nodes'],
      requireOneSlicingArgument: false,
    },
    complexity: (args: Args & { readonly first?: number | null }) => ({
      field: count + callsOf(args),
      multiplier: pageSize(args),
    }),
    extensions: itemsOf(pageSize),
  };
}

/** More is refused as such. */
function pageSize({ first }: { readonly first?: number | null }): number {
  return Math.max(0, Math.min(first ?? DEFAULT_FIRST, MAX_FIRST));
}
