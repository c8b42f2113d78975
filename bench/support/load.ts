import autocannon from 'autocannon';

const HEADERS = { 'content-type': 'application/json' };

/**
 * Sends queries again and again, by a client that is lighter than what it measures: `fetch` is not.
 *
 * @param queries one for all connections, or several, of which each connection has its own
 */
export function load(
  url: string,
  queries: string | readonly string[],
  options: Partial<autocannon.Options>,
): Promise<autocannon.Result> {
  const bodies = [queries].flat().map((query) => JSON.stringify({ query }));
  let connection = 0;
  return autocannon({
    url,
    method: 'POST',
    headers: HEADERS,
    body: bodies[0],
    setupClient(client) {
      if (bodies.length > 1) client.setBody(bodies[connection % bodies.length] as string);
      connection += 1;
    },
    ...options,
  });
}
