import { Environment, type GraphQLResponse, Network, RecordSource, Store } from 'relay-runtime';

/** Relay's store in front of the gateway: every thing has an `id` of its own, so Relay needs to be told nothing. */
export function createEnvironment(url: string, headers: () => Record<string, string> = () => ({})): Environment {
  return new Environment({
    network: Network.create(async ({ text, id }, variables) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers() },
        // `id` is there when the compiler persists operations: see GATEWAY_PERSISTED_OPERATIONS.
        body: JSON.stringify({ ...(text ? { query: text } : { doc_id: id }), variables }),
      });
      return (await response.json()) as GraphQLResponse;
    }),
    store: new Store(new RecordSource()),
  });
}
