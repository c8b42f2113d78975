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

/** A seeded world that lives, on a free loopback port, for `npm start`. */
export async function startEmbedded(): Promise<EmbeddedAws> {
  const world = createWorld();
  seedWorld(world, { seed: SEED, clock: systemClock });
  const life = createLife(world, { seed: SEED, clock: systemClock });
  const { endpoint } = await startEmulator({ world, life });
  return {
    endpoint,
    region: defaultRegion,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any secret will do' },
  };
}
