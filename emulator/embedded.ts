import { startEmulator } from './emulator.ts';
import { systemClock } from './world/clock.ts';
import { defaultRegion, seedWorld } from './world/seed.ts';
import { createSimulation } from './world/simulation.ts';
import { createWorld } from './world/world.ts';

/** Client configuration for an embedded emulator. */
export interface EmbeddedAws {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const SEED = 1;

/** An AWS location to seed. `accountId` defaults to the account of the credentials. */
export interface SeededLocation {
  readonly accountId?: string | undefined;
  readonly region: string;
}

/**
 * Starts an emulator on a free loopback port with a seeded, simulated world, for `npm start`. Each location gets a seed of its own.
 *
 * @param speed how many times faster than people the simulated users are
 */
export async function startEmbedded(
  speed: number,
  locations: readonly SeededLocation[] = [{ region: defaultRegion }],
): Promise<EmbeddedAws> {
  const world = createWorld();
  for (const [index, location] of locations.entries())
    seedWorld(world, { ...location, seed: SEED + index, clock: systemClock });
  const simulation = createSimulation(world, { seed: SEED, clock: systemClock, speed });
  const { endpoint } = await startEmulator({ world, simulation });
  return {
    endpoint,
    region: defaultRegion,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any secret will do' },
  };
}
