import type { Clock } from './clock.ts';
import { createPeople } from './people.ts';
import { createPlaceLife, type PlaceLife } from './place-life.ts';
import { createRandom } from './random.ts';
import type { Place, World } from './state.ts';

export interface Life {
  /** Brings the world up to the clock's present. */
  step(): void;
}

export interface LifeOptions {
  /** The seed of the world, so that the same people come again. */
  readonly seed: number;
  readonly clock: Clock;
  /** So many events at most in one step and place; what else was due is put off. Keeps a jump of days ahead short. */
  readonly eventsPerStep?: number;
}

/**
 * Sessions begin, connect, disconnect and end; fleets and pools start and stop; nodes report. The same seed and the
 * same moments of the clock give the same world, however many steps lie between, unless a step was too long to play.
 * A place that holds nothing when life is created, or that is named later, sees only its fleets and pools change.
 */
export function createLife(world: World, { seed, clock, eventsPerStep = 50_000 }: LifeOptions): Life {
  const lives = new Map<Place, PlaceLife>();
  let last = clock.now();
  const people = createPeople(createRandom(seed));

  function lifeOf(place: Place): PlaceLife {
    // The number of the place is in the seed, so that no two places live the same life.
    const life = lives.get(place) ?? createPlaceLife(place, people, createRandom(seed + 1 + lives.size * 7919), last);
    lives.set(place, life);
    return life;
  }

  for (const place of world.places()) lifeOf(place);

  return {
    step() {
      const now = clock.now();
      for (const place of world.places()) lifeOf(place).live(now, eventsPerStep);
      last = now;
    },
  };
}
