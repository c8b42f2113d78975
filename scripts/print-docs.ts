import { readFileSync, writeFileSync } from 'node:fs';
import { configTable } from './config-table.ts';

/** Rewrites what docs/configuration.md has of the variables. A test fails when it is stale. */
const page = new URL('../docs/configuration.md', import.meta.url);
const TABLE = /(?<=<!-- variables -->\n)[\s\S]*?(?=<!-- \/variables -->)/;
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace(TABLE, () => `${configTable()}\n`),
);
