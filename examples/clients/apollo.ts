import { type ApolloCache, ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { lists, possibleTypes } from './schema-facts.ts';

/** `fetchMore({ variables: { after: pageInfo.endCursor } })` then adds a page to the list, to its `edges` and not to its `nodes`. */
export function createApolloClient(url: string): ApolloClient {
  const typePolicies = Object.fromEntries(
    Object.entries(lists).map(([typename, names]) => [
      typename,
      { fields: Object.fromEntries(names.map((name) => [name, pages])) },
    ]),
  );
  return new ApolloClient({
    link: new HttpLink({ uri: url }),
    cache: new InMemoryCache({ possibleTypes, typePolicies }),
  });
}

/** A list is told by all of its arguments but those that page. */
const pages = relayStylePagination((args) =>
  Object.keys(args ?? {})
    .filter((name) => !['first', 'after', 'last', 'before'].includes(name))
    .sort(),
);

/** Takes a session out of every list that shows it: for the `update` of `terminateSession`, with its `terminatedSessionId`. */
export function forgetSession(cache: ApolloCache, id: string | null | undefined): void {
  if (!id) return;
  for (const __typename of possibleTypes.Session) cache.evict({ id: cache.identify({ __typename, id }) });
  cache.gc();
}
