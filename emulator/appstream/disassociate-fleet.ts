import type { Operation } from '../operation.ts';
import { ServiceError } from '../service-error.ts';
import { inUse } from './errors.ts';
import { fleetNamed, stackNamed } from './lookup.ts';
import { requiredText } from './rules.ts';

/** The error codes are declared (F-24, F-25); their texts are unverified. */
export const disassociateFleet: Operation = {
  input: { FleetName: requiredText, StackName: requiredText },
  run(call) {
    const { FleetName, StackName } = call.input as { FleetName: string; StackName: string };
    fleetNamed(call, FleetName);
    stackNamed(call, StackName);
    const fleets = call.location.associations.get(StackName);
    if (!fleets?.has(FleetName))
      throw new ServiceError(
        'ResourceNotFoundException',
        `Fleet ${FleetName} is not associated with stack ${StackName}`,
      );
    const sessions = call.location.appStreamSessions.of(StackName, FleetName);
    if (sessions.some((session) => session.State !== 'EXPIRED'))
      throw inUse(`There are active sessions of stack ${StackName} on fleet ${FleetName}.`);
    fleets.delete(FleetName);
    return {};
  },
};
