import autocannon from 'autocannon';

const HEADERS = { 'content-type': 'application/json' };

/** One query, again and again, by a client that is lighter than what it measures: `fetch` is not. */
export function load(url: string, query: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  return autocannon({ url, method: 'POST', headers: HEADERS, body: JSON.stringify({ query }), ...options });
}
