import type { Operation } from '../operation.ts';
import { fleetChange } from '../world/world.ts';
import { changing, notPermitted } from './errors.ts';
import { fleetNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

/** Begins STARTING; the simulation completes it. The error for a fleet that is not STOPPED is unverified (F-25). */
export const startFleet: Operation = {
  input: { Name: requiredText },
  run(call) {
    const { Name } = call.input as { Name: string };
    const fleet = fleetNamed(call, Name);
    if (fleet.State === 'STOPPING') throw changing(Name, fleet.State);
    if (fleet.State !== 'STOPPED') throw notPermitted(`Fleet ${Name} is already in the ${fleet.State} state.`);
    fleet.State = 'STARTING';
    call.location.changes.set(fleetChange(Name), call.now);
    return {};
  },
};
