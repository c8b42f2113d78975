import { once } from 'node:events';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { STORE } from '../../src/config/store.ts';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { reasonOf, StoreError } from '../../src/store/store-error.ts';
import { checkTables } from './check-tables.ts';
import { type ExportFormat, exportRecords } from './export-records.ts';

/**
 * Looks after the store that GATEWAY_STORE and GATEWAY_STORE_PASSWORD_FILE name. A SQLite file must not be in use.
 *
 * Usage: npm run -s store -- migrate     creates the tables, or brings them up to date
 *        npm run -s store -- check       looks for contradictions; ends with 1 if there are any
 *        npm run -s store -- export [csv]   prints all records as lines of JSON, or as CSV
 */
const COMMANDS: Readonly<Record<string, (store: Store, format: ExportFormat) => Promise<void>>> = {
  async migrate({ sql }) {
    const [row] = await sql.all('select version from schema_version');
    print(`version ${row?.version}`);
  },
  async check({ sql }) {
    const faults = await checkTables(sql);
    const [row] = await sql.all(
      'select revision, (select count(*) from session) as sessions, (select count(*) from change) as changes from clock',
    );
    for (const fault of faults) print(fault);
    print(`revision ${row?.revision}, ${row?.sessions} sessions, ${row?.changes} changes, ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
  },
  async export({ sql }, format) {
    const write = async (line: string) => {
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    };
    await exportRecords(sql, write, format);
  },
};

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

const [name = '', format = 'ndjson'] = process.argv.slice(2);
const command = COMMANDS[name];
const target = STORE.store.parser.safeParse(process.env.GATEWAY_STORE ?? '');
if (!command) fail(`${JSON.stringify(name)} is no command; it must be ${Object.keys(COMMANDS).join(', ')}.`);
else if (format !== 'ndjson' && format !== 'csv')
  fail(`${JSON.stringify(format)} is no format; it must be ndjson or csv.`);
else if (!target.success || target.data.kind === 'memory')
  fail('GATEWAY_STORE must be sqlite:/path or postgres://user@host:port/database.');
// Only `migrate` makes one: an empty store would look like one without faults.
else if (name !== 'migrate' && target.data.kind === 'sqlite' && !existsSync(target.data.path))
  fail(`There is no file ${target.data.path}.`);
else {
  try {
    const log = createLog('silent');
    const store = await openStore(target.data, log, process.env.GATEWAY_STORE_PASSWORD_FILE ?? '');
    if (!store.isOpen) fail('The database cannot be reached.');
    else await command(store, format);
    await store.close();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    fail(`The store cannot be used: ${reasonOf(error)}.`);
  }
}
