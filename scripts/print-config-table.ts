import { readFileSync, writeFileSync } from 'node:fs';
import { configTable } from './config-table.ts';

/** Generates the table of variables in the README. A test fails when it is stale. */
const readme = new URL('../README.md', import.meta.url);
const TABLE = /(?<=<!-- config -->\n)[\s\S]*?(?=<!-- \/config -->)/;
writeFileSync(readme, readFileSync(readme, 'utf8').replace(TABLE, `${configTable()}\n`));
