import { writeFileSync } from 'node:fs';
import { apiSdl } from '../src/schema/schema.ts';

/** Rewrites `schema.graphql` from the code. A test fails when it is stale. */
writeFileSync(new URL('../schema.graphql', import.meta.url), apiSdl());
