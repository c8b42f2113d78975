import { writeFileSync } from 'node:fs';
import { apiSdl } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';

/** Rewrites both schema files from the code. A test fails when one is stale. */
const files = { 'schema.graphql': apiSdl(), 'schema.subgraph.graphql': subgraphSdl() };
for (const [name, sdl] of Object.entries(files)) writeFileSync(new URL(`../../${name}`, import.meta.url), sdl);
