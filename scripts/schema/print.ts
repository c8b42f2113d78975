import { writeFileSync } from 'node:fs';
import { apiSdl } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';
import { publish } from './published.ts';

/** Rewrites both schema files from the code, and `published/` unless that breaks clients. A test fails when one is stale. */
const files = { 'schema.graphql': apiSdl(), 'schema.subgraph.graphql': subgraphSdl() };
for (const [name, sdl] of Object.entries(files)) writeFileSync(new URL(`../../${name}`, import.meta.url), sdl);

const broken = publish(apiSdl());
if (broken.length > 0) {
  const told = ['This breaks clients. Mend it, or say why in published/breaking-changes.json:', ...broken];
  process.stderr.write(`${told.join('\n')}\n`);
  process.exitCode = 1;
}
