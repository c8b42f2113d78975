import type { Operation } from '../operation.ts';
import { fleetChange } from '../world/world.ts';
import { changing } from './errors.ts';
import { fleetNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

/** Simulation makes it STOPPED after a while and ends its sessions. A fleet that is stopped already: no error is declared. */
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
