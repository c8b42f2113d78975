import type { Operation } from '../operation.ts';
import { recountFleet } from '../world/capacity.ts';
import { stacksOf } from '../world/world.ts';
import { fleetNotFound, notPermitted, sessionNotFound } from './errors.ts';
import { requiredText } from './rules.ts';

/** F-31: "The instance stops accepting new sessions while existing sessions continue … only applies to multi-session fleets." */
export const drainSessionInstance: Operation = {
  input: { SessionId: requiredText },
  run(call) {
    const { SessionId } = call.input as { SessionId: string };
    const { appStreamSessions, fleets } = call.location;
    const session = appStreamSessions.get(SessionId);
    if (!session || session.State === 'EXPIRED') throw sessionNotFound(SessionId);
    const fleet = fleets.get(session.FleetName);
    if (!fleet) throw fleetNotFound(session.FleetName);
    if (!fleet.MaxSessionsPerInstance || !session.InstanceId)
      throw notPermitted('You can drain instances of multi-session fleets only.');
    const onFleet = stacksOf(call.location, fleet.Name).flatMap((stack) => appStreamSessions.of(stack, fleet.Name));
    for (const each of onFleet) if (each.InstanceId === session.InstanceId) each.InstanceDrainStatus = 'DRAINING';
    recountFleet(call.location, fleet);
    return {};
  },
};
