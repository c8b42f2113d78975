import type { Answer, TestGateway } from './gateway.ts';

/** One page of a connection, as far as following it goes. */
export interface ConnectionPage {
  readonly edges: readonly { readonly cursor: string; readonly node: Readonly<Record<string, unknown>> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Selection of every list document. */
export const PAGE = 'pageInfo { hasNextPage endCursor }';

/**
 * Follows a connection to its end.
 *
 * @param document takes `$first` and `$after`
 * @param read finds the connection in the data
 */
export async function followPages(
  gateway: TestGateway,
  document: string,
  read: (data: Answer['data']) => ConnectionPage,
  first: number,
  from: string | null = null,
): Promise<ConnectionPage[]> {
  const pages: ConnectionPage[] = [];
  let after = from;
  while (true) {
    const { data, errors } = await gateway.query(document, { first, after });
    if (errors) throw new Error(JSON.stringify(errors));
    const page = read(data);
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
  }
}

export function edgesOf(pages: readonly ConnectionPage[]): ConnectionPage['edges'] {
  return pages.flatMap((page) => page.edges);
}
