import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type ChaosReport, NO_ROUNDS } from './chaos-report.ts';
import { chaosRounds } from './chaos-rounds.ts';
import { DISRUPTIONS } from './disruptions.ts';
import { FAILOVER_MS, isGood, roundLine, table } from './print-reports.ts';

/**
 * Disrupts replicas in several ways, each with a PostgreSQL server, an emulated AWS and three gateways of its own, and checks that nothing
 * is lost, doubled or invented, that a replica without its lease writes nothing, and that others take over within 20 s. Prints each
 * round and fault at once, and a table at the end, also when it is interrupted. Logs of gateways are kept where something failed.
 *
 * Usage: npm run chaos                                          3 rounds of each kind, all side by side
 *        npm run chaos -- --rounds 50 --minutes 25              50 rounds of each, as far as they begin in 25 minutes
 *        npm run chaos -- --side-by-side 2                      two kinds at a time: each has its share of the minutes
 *        npm run chaos -- 'kill -9' 'network cut'               some kinds
 */
const { values, positionals: named } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '20' },
    'side-by-side': { type: 'string', default: '6' },
  },
  allowPositionals: true,
});
const kinds = named.length > 0 ? named : Object.keys(DISRUPTIONS);
const unknown = kinds.filter((kind) => !(kind in DISRUPTIONS));
if (unknown.length > 0) throw new Error(`${unknown.join()} is none of: ${Object.keys(DISRUPTIONS).join(', ')}`);

const rounds = Number(values.rounds);
const atOnce = Math.min(kinds.length, Number(values['side-by-side']));
const minutes = (Number(values.minutes) * atOnce) / kinds.length;
const logs = mkdtempSync(join(tmpdir(), 'gateway-chaos-'));
const reports = new Map<string, ChaosReport>(kinds.map((kind) => [kind, { kind, ...NO_ROUNDS }]));
const print = (line: string) => void process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => finish('interrupted'));
const waiting = [...kinds];
await Promise.all(Array.from({ length: atOnce }, runKinds));
finish('done');

/** Runs kinds one after the other, while some wait. */
async function runKinds(): Promise<void> {
  for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) await runKind(kind);
}

async function runKind(kind: string): Promise<void> {
  const folder = join(logs, kind.replaceAll(/\W+/g, '-'));
  mkdirSync(folder);
  function onRound(report: ChaosReport, faults: readonly string[]): void {
    reports.set(kind, report);
    print(roundLine(report, rounds));
    for (const fault of faults) print(`${kind}: ${fault}`);
  }
  await chaosRounds([kind], { rounds, minutes, logs: folder, onRound }).catch((error: Error) => {
    const report = reports.get(kind) as ChaosReport;
    reports.set(kind, { ...report, faults: [...report.faults, error.message] });
    print(`${kind}: ${error.stack}`);
  });
}

/** Prints the table, and exits: gateways end with this process. */
function finish(how: string): never {
  const all = [...reports.values()];
  print(table(all));
  for (const { kind, failovers } of all.filter((report) => Math.max(...report.failovers) > FAILOVER_MS))
    print(`${kind}: ${failovers.filter((each) => each > FAILOVER_MS).length} failovers took longer than 20 s`);
  const isAllGood = all.every(isGood);
  if (isAllGood) rmSync(logs, { recursive: true });
  print(isAllGood ? `${how}: no fault` : `${how}: see above, and the logs of the gateways in ${logs}`);
  process.exit(isAllGood && how === 'done' ? 0 : 1);
}
