import { createClient } from 'graphql-sse';
import { Environment, type GraphQLResponse, Network, Observable, RecordSource, Store } from 'relay-runtime';

/**
 * Relay's store in front of the gateway: every thing has an `id` of its own, so Relay needs to be told nothing. Subscriptions are
 * server-sent events; `followChanges` opens a broken one again.
 */
export function createEnvironment(url: string, headers: () => Record<string, string> = () => ({})): Environment {
  const events = createClient({ url, headers, retryAttempts: 0 });
  return new Environment({
    network: Network.create(
      async ({ text, id }, variables) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers() },
          // `id` is there when the compiler persists operations: see GATEWAY_PERSISTED_OPERATIONS.
          body: JSON.stringify({ ...(text ? { query: text } : { doc_id: id }), variables }),
        });
        return (await response.json()) as GraphQLResponse;
      },
      ({ text }, variables) =>
        Observable.create<GraphQLResponse>(({ next, error, complete }) =>
          events.subscribe(
            { query: text ?? '', variables },
            { next: (result) => next(result as GraphQLResponse), error: (cause) => error(cause as Error), complete },
          ),
        ),
    ),
    store: new Store(new RecordSource()),
  });
}
