import { DEFAULT_FIRST, MAX_FIRST } from '../paging/read-connection.ts';

/**
 * What a field costs: the AWS calls that it takes by itself when nothing of it is known yet. Routers read it as `@cost`,
 * the gateway's own limit as complexity. What is loaded for a whole page at once (a session's fleet) is no call of its
 * own and says nothing: it costs 0.
 */
export function awsCalls(count: number) {
  return { cost: count, complexity: count };
}

/** The same for a field that pages: what is selected of its items is paid for each of them, `first` at most. */
export function awsCallsOfPage(count: number) {
  return {
    cost: count,
    listSize: {
      slicingArguments: ['first'],
      assumedSize: DEFAULT_FIRST,
      sizedFields: ['edges', 'nodes'],
      requireOneSlicingArgument: false,
    },
    complexity: ({ first }: { readonly first?: number | null }) => ({
      field: count,
      multiplier: itemsOf(first),
    }),
  };
}

/** More is refused as such. */
function itemsOf(first: number | null | undefined): number {
  return Math.min(first ?? DEFAULT_FIRST, MAX_FIRST);
}
