import { startPostgres } from '../../test/support/postgres.ts';
import { chaosRounds } from './chaos-rounds.ts';

/**
 * Loses replicas in three ways, and checks that nothing is lost, doubled or invented. Starts a PostgreSQL server of its own.
 *
 * Usage: npm run chaos -- 9
 */
const [rounds = '9'] = process.argv.slice(2);
const server = await startPostgres();
try {
  const { failovers, fenced, faults } = await chaosRounds(await server.createDatabase(), Math.min(150, Number(rounds)));
  process.stdout.write(
    `${rounds} rounds, failovers ${failovers.join(' ')} ms, ${fenced} fenced, ${faults.length} faults\n`,
  );
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await server.close();
}
