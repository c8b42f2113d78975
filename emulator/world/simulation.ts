import type { Clock } from './clock.ts';
import { createRandom } from './random.ts';
import { createLocationSimulation, type LocationSimulation } from './simulate-location.ts';
import type { SimulatedChange } from './simulated-change.ts';
import type { LocationState, World } from './state.ts';
import { createUsers } from './users.ts';

export interface Simulation {
  /** Advances the world to the clock's time. */
  step(): void;
}

export interface SimulationOptions {
  /** The seed of the world: the simulation uses the same users. */
  readonly seed: number;
  readonly clock: Clock;
  /**
   * Factor by which the simulation is faster than people and AWS: users' stays and pauses, nodes' reports and changes of state
   * take that much less time. Its times are the clock's all the same, and none is in the future. 1 by default.
   */
  readonly speed?: number;
  /**
   * Receives the sessions of simulated users that are there at first, then what happens to them: the truth with which what a reader
   * of AWS's lists has seen can be compared. Not what operations do, nor what is skipped because of `eventsPerStep`.
   */
  readonly onChange?: (change: SimulatedChange) => void;
  /** Maximum number of events per step and location; the others are postponed. Bounds the work after a jump of days. */
  readonly eventsPerStep?: number;
}

/**
 * Simulates a world: sessions begin, connect, disconnect and end; fleets and pools start and stop; nodes report.
 * Deterministic by seed and time, whatever the number of steps, unless a step exceeds `eventsPerStep`. In a location that
 * is empty when the simulation is created, only fleets and pools change.
 */
export function createSimulation(world: World, options: SimulationOptions): Simulation {
  const { seed, clock, speed = 1, eventsPerStep = 50_000, onChange } = options;
  const simulations = new Map<LocationState, LocationSimulation>();
  let last = clock.now();
  const users = createUsers(createRandom(seed));

  function simulationOf(location: LocationState): LocationSimulation {
    // The seed includes the number of the location, so that no two locations develop alike.
    const simulation =
      simulations.get(location) ??
      createLocationSimulation(location, users, {
        random: createRandom(seed + 1 + simulations.size * 7919),
        now: last,
        speed,
        onChange,
      });
    simulations.set(location, simulation);
    return simulation;
  }

  for (const location of world.locations()) simulationOf(location);

  return {
    step() {
      const now = clock.now();
      for (const location of world.locations()) simulationOf(location).advance(now, eventsPerStep);
      last = now;
    },
  };
}
