/** One GraphQL answer, with what it cost upstream. */
export interface Traced {
  // biome-ignore lint/suspicious/noExplicitAny: a scenario reads what it has just asked for
  readonly data: any;
  readonly calls: number;
}

/** Asks a gateway, and refuses an answer with errors: a fast failure is no figure. */
export async function ask(
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Traced> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-gateway-trace': '1', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors, extensions } = (await response.json()) as {
    data: unknown;
    errors?: unknown;
    extensions?: { upstream: { calls: number }[] };
  };
  if (errors) throw new Error(JSON.stringify(errors));
  return { data, calls: (extensions?.upstream ?? []).reduce((sum, cost) => sum + cost.calls, 0) };
}
