import { type Client, gql } from '@urql/core';
import type { UpdateResolver } from '@urql/exchange-graphcache';
import { followChanges } from './follow-changes.ts';
import { applyChanges, LIVE_CHANGES, LIVE_LIST, type LiveChangesData, type LiveListData } from './live-list.ts';

const list = gql<LiveListData>(LIVE_LIST);
const changes = gql<LiveChangesData>(LIVE_CHANGES);

/** For `updates.Subscription` of Graphcache: applies each batch to the list with the same filter. */
export const sessionChanges: UpdateResolver = (result, { filter }, cache) => {
  const batch = result.sessionChanges as LiveChangesData['sessionChanges'];
  cache.updateQuery({ query: list, variables: { filter } }, (shown) => shown && applyChanges(shown, batch));
};

/**
 * Keeps the live list of urql's Graphcache up to date, over its subscription exchange.
 *
 * @param onBatch called with each batch, once
 * @returns a function that stops it
 */
export function followUrql(
  client: Client,
  filter: object | undefined,
  onBatch: (batch: LiveChangesData['sessionChanges']) => void,
  retryMs?: number,
): () => void {
  const variables = { filter };
  return followChanges(
    {
      async read() {
        const { data } = await client.query(list, variables, { requestPolicy: 'network-only' }).toPromise();
        if (!data) throw new Error('The list could not be read.');
        return data.liveSessions.position;
      },
      subscribe(after, next, ended) {
        const { unsubscribe } = client.subscription(changes, { ...variables, after }).subscribe(({ data, error }) => {
          if (error || !data) return ended();
          if (next(data.sessionChanges)) onBatch(data.sessionChanges);
        });
        return unsubscribe;
      },
    },
    retryMs,
  );
}
