import { writeFileSync } from 'node:fs';
import { apiSdl } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';
import { publish } from './published.ts';

/** Generates both schema files, and `published/` unless that breaks clients. A test fails when one is stale. */
const files = { 'schema.graphql': apiSdl(), 'schema.subgraph.graphql': subgraphSdl() };
for (const [name, sdl] of Object.entries(files)) writeFileSync(new URL(`../../${name}`, import.meta.url), sdl);

const broken = publish(apiSdl());
if (broken.length > 0) {
  const lines = ['This breaks clients. Fix it, or give the reason in published/breaking-changes.json:', ...broken];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}
