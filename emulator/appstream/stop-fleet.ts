import type { Operation } from '../operation.ts';
import { fleetChange } from '../world/world.ts';
import { changing } from './errors.ts';
import { fleetNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

/** Begins STOPPING; the simulation completes it and removes the sessions. No error is declared for a stopped fleet (F-25). */
export const stopFleet: Operation = {
  input: { Name: requiredText },
  run(call) {
    const { Name } = call.input as { Name: string };
    const fleet = fleetNamed(call, Name);
    if (fleet.State === 'STARTING') throw changing(Name, fleet.State);
    if (fleet.State === 'RUNNING') {
      fleet.State = 'STOPPING';
      call.location.changes.set(fleetChange(Name), call.now);
    }
    return {};
  },
};
