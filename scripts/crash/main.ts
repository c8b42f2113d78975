import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashRounds } from './crash-rounds.ts';

/**
 * Kills processes that commit, and checks that the store has all that was committed, and no half commit.
 *
 * Usage: npm run crash -- 100                                   a SQLite file
 *        npm run crash -- 100 postgres://user@host/database     an empty database
 */
const [rounds = '100', url] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'gateway-crash-'));
const report = await crashRounds(
  url === undefined ? { kind: 'sqlite', path: join(folder, 'store.db') } : { kind: 'postgres', url },
  Math.min(1_000, Number(rounds)),
);
rmSync(folder, { recursive: true });
process.stdout.write(`${report.rounds} kills, ${report.revisions} revisions, ${report.faults.length} faults\n`);
for (const fault of report.faults) process.stdout.write(`${fault}\n`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
