import type { Clock } from './clock.ts';
import { createRandom } from './random.ts';
import { createLocationSimulation, type LocationSimulation } from './simulate-location.ts';
import type { LocationState, World } from './state.ts';
import { createUsers } from './users.ts';

export interface Simulation {
  /** Brings the world up to the clock's present. */
  step(): void;
}

export interface SimulationOptions {
  /** The seed of the world, so that the same users come again. */
  readonly seed: number;
  readonly clock: Clock;
  /** So many events at most in one step and location; what else was due is put off. Keeps a jump of days ahead short. */
  readonly eventsPerStep?: number;
}

/**
 * Sessions begin, connect, disconnect and end; fleets and pools start and stop; nodes report. The same seed and the
 * same moments of the clock give the same world, however many steps lie between, unless a step was too long to play.
 * A location that holds nothing when simulation is created, or that is named later, sees only its fleets and pools change.
 */
export function createSimulation(world: World, { seed, clock, eventsPerStep = 50_000 }: SimulationOptions): Simulation {
  const lives = new Map<LocationState, LocationSimulation>();
  let last = clock.now();
  const users = createUsers(createRandom(seed));

  function lifeOf(location: LocationState): LocationSimulation {
    // The number of the location is in the seed, so that no two locations live the same simulation.
    const simulation =
      lives.get(location) ??
      createLocationSimulation(location, users, createRandom(seed + 1 + lives.size * 7919), last);
    lives.set(location, simulation);
    return simulation;
  }

  for (const location of world.locations()) lifeOf(location);

  return {
    step() {
      const now = clock.now();
      for (const location of world.locations()) lifeOf(location).live(now, eventsPerStep);
      last = now;
    },
  };
}
