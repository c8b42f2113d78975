import { apiSdl } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';
import type { Schemas } from './published.ts';

/** The schemas of this code. */
export const currentSchemas = (): Schemas => ({
  'schema.graphql': apiSdl(),
  'schema.subgraph.graphql': subgraphSdl(),
});
