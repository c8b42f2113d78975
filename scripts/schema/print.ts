import { writeFileSync } from 'node:fs';
import { currentSchemas } from './published.ts';

/** Rewrites both schema files from the code. A test fails when one is stale. */
for (const [name, sdl] of Object.entries(currentSchemas()))
  writeFileSync(new URL(`../../${name}`, import.meta.url), sdl);
