/** One GraphQL answer and the AWS calls that it took. */
export interface Traced {
  // biome-ignore lint/suspicious/noExplicitAny: a scenario knows the shape of its query
  readonly data: any;
  readonly calls: number;
}

/** Queries a gateway. @throws Error for an answer with errors: a failure is not to be measured. */
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
