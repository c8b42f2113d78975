import process from 'node:process';
import { parseArgs } from 'node:util';
import { disconnects } from './disconnects.ts';
import { drain, drainShared } from './drain.ts';
import { expiredToken } from './expired-token.ts';
import { millionEvents } from './million-events.ts';
import type { Verdict } from './verdict.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });

const SCENARIOS: Readonly<Record<string, () => Promise<Verdict>>> = {
  millionEvents,
  disconnects,
  drain: () => drain(),
  drainShared,
  expiredToken,
};

const USAGE = `Usage: npm run soak -- [${Object.keys(SCENARIOS).join('] [')}]

Runs subscriptions for minutes, on loopback; ends with 1 if a promise of docs/live.md did not hold.
`;

if (values.help) process.stdout.write(USAGE);
else await runAll(positionals.length > 0 ? positionals : Object.keys(SCENARIOS));

async function runAll(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const scenario = SCENARIOS[name];
    if (!scenario) throw new Error(`Unknown scenario: ${name}`);
    const startedAt = performance.now();
    const { figures, faults } = await scenario();
    const took = `${Math.round((performance.now() - startedAt) / 1_000)} s`;
    process.stdout.write(`${faults.length === 0 ? 'held  ' : 'FAILED'} ${name} (${took})\n`);
    for (const line of [...figures, ...faults.map((fault) => `FAULT ${fault}`)])
      process.stdout.write(`       ${line}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
  // Stalled connections keep the process open.
  process.exit();
}
