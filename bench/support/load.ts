import autocannon from 'autocannon';

const HEADERS = { 'content-type': 'application/json' };

/** A query, with its variables where it has some. */
export type Operation = string | { readonly query: string; readonly variables: object };

/** Returns the operation of the next request of a connection. */
export type Next = (connection: number) => Operation;

/**
 * Sends queries repeatedly by autocannon, which takes less processor time than the servers it measures; `fetch` does not.
 *
 * @param operation one for all requests, or what returns the next one
 */
export function load(
  url: string,
  operation: string | Next,
  options: Partial<autocannon.Options>,
): Promise<autocannon.Result> {
  const next = typeof operation === 'string' ? () => operation : operation;
  let connections = 0;
  return autocannon({
    url,
    method: 'POST',
    headers: HEADERS,
    setupClient(client) {
      const connection = connections;
      connections += 1;
      let latest = next(connection);
      client.setBody(bodyOf(latest));
      client.on('response', () => {
        const following = next(connection);
        if (following === latest) return;
        latest = following;
        client.setBody(bodyOf(following));
      });
    },
    ...options,
  });
}

/** Sends requests with headers of their own: each connection has its list of them, and repeats it. */
export function loadAs(
  url: string,
  requestsOf: (connection: number) => readonly { readonly query: string; readonly headers: Headers }[],
  options: Partial<autocannon.Options>,
): Promise<autocannon.Result> {
  let connections = 0;
  return autocannon({
    url,
    method: 'POST',
    setupClient(client) {
      const requests = requestsOf(connections);
      connections += 1;
      client.setRequests(requests.map(({ query, headers }) => ({ method: 'POST', headers, body: bodyOf(query) })));
    },
    ...options,
  });
}

type Headers = Readonly<Record<string, string>>;

const bodyOf = (operation: Operation) =>
  JSON.stringify(typeof operation === 'string' ? { query: operation } : operation);
