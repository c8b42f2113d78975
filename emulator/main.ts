import process from 'node:process';
import { startEmulator } from './emulator.ts';
import { helpText, OptionError, type Options, parseOptions } from './options.ts';
import { systemClock } from './world/clock.ts';
import { seedWorld } from './world/seed.ts';
import { createSimulation } from './world/simulation.ts';
import { createWorld } from './world/world.ts';

const options = readOptions();
if (options === 'help') process.stdout.write(helpText());
else await start(options);

async function start(options: Options): Promise<void> {
  const { host, port, seed, accountId, region, quirks } = options;
  const world = createWorld();
  seedWorld(world, { seed, clock: systemClock, accountId, region, size: options.size });
  const { still, speed, throttles } = options;
  const simulation = still ? undefined : createSimulation(world, { seed, clock: systemClock, speed });
  const emulator = await startEmulator({ host, port, accountId, world, simulation, quirks }).catch((error: Error) => {
    process.stderr.write(`Cannot listen on ${host}:${port}: ${error.message}\n`);
    return process.exit(1);
  });
  emulator.throttles.push(...throttles);
  process.stdout.write(
    `AWS is emulated on ${emulator.endpoint}\n` +
      `Try: aws --endpoint-url ${emulator.endpoint} --region ${region} appstream describe-fleets\n`,
  );
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      await emulator.close();
      process.exit(0);
    });
  }
}

function readOptions(): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}
