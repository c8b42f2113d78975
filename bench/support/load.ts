import autocannon from 'autocannon';

const HEADERS = { 'content-type': 'application/json' };

/**
 * Sends queries repeatedly by autocannon, which takes less processor time than the servers it measures; `fetch` does not.
 *
 * @param queries one for all connections, or one for each of them in turn
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
