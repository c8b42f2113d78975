import type { Operation } from '../operation.ts';
import { fleetNamed, stackNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

/** Idempotent: no error is declared for an association that exists (F-25). */
export const associateFleet: Operation = {
  input: { FleetName: requiredText, StackName: requiredText },
  run(call) {
    const { FleetName, StackName } = call.input as { FleetName: string; StackName: string };
    fleetNamed(call, FleetName);
    stackNamed(call, StackName);
    const fleets = call.location.associations.get(StackName) ?? new Set();
    call.location.associations.set(StackName, fleets.add(FleetName));
    return {};
  },
};
