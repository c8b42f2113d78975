import type { GraphiQLOptions } from 'graphql-yoga';
import { EXAMPLES } from './examples.ts';

export const graphiqlOptions: GraphiQLOptions = {
  title: 'Session Gateway',
  defaultTabs: EXAMPLES.map((query) => ({ query })),
  schemaDescription: true,
};

/**
 * GraphiQL from our own process: Yoga's own page loads its script from a CDN, which a closed network does not have.
 * Imported when it is first opened, because it is nine megabytes.
 */
export async function renderGraphiql(options: GraphiQLOptions | undefined): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}
