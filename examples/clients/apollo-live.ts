import { type ApolloClient, gql } from '@apollo/client';
import { followChanges } from './follow-changes.ts';
import { applyChanges, LIVE_CHANGES, LIVE_LIST, type LiveChangesData, type LiveListData } from './live-list.ts';

const list = gql(LIVE_LIST);
const changes = gql(LIVE_CHANGES);

/**
 * Keeps the live list of Apollo Client's cache up to date, over `HttpLink`'s multipart responses or any other link.
 *
 * @param onBatch called with each batch, once
 * @returns a function that stops it
 */
export function followApollo(
  client: ApolloClient,
  filter: object | undefined,
  onBatch: (batch: LiveChangesData['sessionChanges']) => void,
  retryMs?: number,
): () => void {
  const variables = { filter };
  return followChanges(
    {
      async read() {
        const { data } = await client.query<LiveListData>({ query: list, variables, fetchPolicy: 'network-only' });
        if (!data) throw new Error('The list could not be read.');
        return data.liveSessions.position;
      },
      subscribe(after, next, ended) {
        const subscription = client
          .subscribe<LiveChangesData>({ query: changes, variables: { ...variables, after } })
          .subscribe({
            next({ data }) {
              if (!data) return ended();
              if (!next(data.sessionChanges)) return;
              client.cache.updateQuery<LiveListData>({ query: list, variables }, (shown) =>
                shown ? applyChanges(shown, data.sessionChanges) : undefined,
              );
              onBatch(data.sessionChanges);
            },
            error: ended,
            complete: ended,
          });
        return () => subscription.unsubscribe();
      },
    },
    retryMs,
  );
}
