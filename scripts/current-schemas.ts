import { existsSync, readFileSync } from 'node:fs';
import { apiSdl } from '../src/schema/schema.ts';
import type { Schemas } from './published.ts';

const subgraph = new URL('../schema.subgraph.graphql', import.meta.url);

/** The schemas of this code. A test holds the file of the subgraph to the code. */
export function currentSchemas(): Schemas {
  return {
    'schema.graphql': apiSdl(),
    ...(existsSync(subgraph) && { 'schema.subgraph.graphql': readFileSync(subgraph, 'utf8') }),
  };
}
