import { startEmulator } from './emulator.ts';
import { systemClock } from './world/clock.ts';
import { createLife } from './world/life.ts';
import { defaultRegion, seedWorld } from './world/seed.ts';
import { createWorld } from './world/world.ts';

/** Where an embedded emulator is, and credentials that it takes, as a client is configured. */
export interface EmbeddedAws {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const SEED = 1;

/** A place to be filled; in the account of the credentials unless it says another. */
export interface SeededPlace {
  readonly accountId?: string | undefined;
  readonly region: string;
}

/** A seeded world that lives, on a free loopback port, for `npm start`. No two places hold the same. */
export async function startEmbedded(
  places: readonly SeededPlace[] = [{ region: defaultRegion }],
): Promise<EmbeddedAws> {
  const world = createWorld();
  for (const [index, place] of places.entries()) seedWorld(world, { ...place, seed: SEED + index, clock: systemClock });
  const life = createLife(world, { seed: SEED, clock: systemClock });
  const { endpoint } = await startEmulator({ world, life });
  return {
    endpoint,
    region: defaultRegion,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any secret will do' },
  };
}
