import { currentSchemas } from './current-schemas.ts';
import { publishSchemas } from './published.ts';

/** Publishes what breaks nobody; with `--breaking` what was accepted in `published/breaking-changes.json`, too. */
const names = publishSchemas(currentSchemas(), { breaking: process.argv.includes('--breaking') });
process.stdout.write(`Published: ${names.join(', ') || 'nothing; see `npm run schema:check`'}\n`);
