import type { Operation } from '../operation.ts';
import { stacksOf } from '../world/world.ts';
import { changing, inUse } from './errors.ts';
import { fleetNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

export const deleteFleet: Operation = {
  input: { Name: requiredText },
  run(call) {
    const { Name } = call.input as { Name: string };
    const fleet = fleetNamed(call, Name);
    // Text: hashicorp/terraform-provider-aws#25354 (2022).
    if (stacksOf(call.location, Name).length > 0)
      throw inUse(
        `The fleet ${Name} is associated with a stack. To delete the fleet, you must dissociate it from the stack.`,
      );
    if (fleet.State === 'RUNNING') throw inUse(`The fleet ${Name} is running. Stop the fleet before you delete it.`);
    if (fleet.State !== 'STOPPED') throw changing(Name, fleet.State);
    call.location.fleets.delete(Name);
    return {};
  },
};
