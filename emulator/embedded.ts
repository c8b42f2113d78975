import { startEmulator } from './emulator.ts';
import { systemClock } from './world/clock.ts';
import { defaultRegion, seedWorld } from './world/seed.ts';
import { createSimulation } from './world/simulation.ts';
import { createWorld } from './world/world.ts';

/** Where an embedded emulator is, and credentials that it takes, as a client is configured. */
export interface EmbeddedAws {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const SEED = 1;

/** A location to be filled; in the account of the credentials unless it says another. */
export interface SeededLocation {
  readonly accountId?: string | undefined;
  readonly region: string;
}

/** A seeded world that lives, on a free loopback port, for `npm start`. No two locations hold the same. */
export async function startEmbedded(
  locations: readonly SeededLocation[] = [{ region: defaultRegion }],
): Promise<EmbeddedAws> {
  const world = createWorld();
  for (const [index, location] of locations.entries())
    seedWorld(world, { ...location, seed: SEED + index, clock: systemClock });
  const simulation = createSimulation(world, { seed: SEED, clock: systemClock });
  const { endpoint } = await startEmulator({ world, simulation });
  return {
    endpoint,
    region: defaultRegion,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any secret will do' },
  };
}
