import { writeFileSync } from 'node:fs';
import { currentSchemas } from './current.ts';
import { publish, unexplainedChanges } from './published.ts';

/** Rewrites both schema files from the code, and `published/` unless that breaks clients. A test fails when one is stale. */
const schemas = currentSchemas();
for (const [name, sdl] of Object.entries(schemas)) writeFileSync(new URL(`../../${name}`, import.meta.url), sdl);

const broken = unexplainedChanges(schemas);
publish(schemas);
if (broken.length > 0) {
  const told = ['This breaks clients. Mend it, or say why in published/breaking-changes.json:', ...broken];
  process.stderr.write(`${told.join('\n')}\n`);
  process.exitCode = 1;
}
