import type { Operation } from '../operation.ts';
import { recountFleet } from '../world/capacity.ts';
import { requiredText } from './rules.ts';

/** "Immediately stops the specified streaming session." No error is declared: an unknown session is a success. */
export const expireSession: Operation = {
  input: { SessionId: requiredText },
  run(call) {
    const { SessionId } = call.input as { SessionId: string };
    const session = call.place.appStreamSessions.get(SessionId);
    if (!session) return {};
    call.endSession(() => {
      session.State = 'EXPIRED';
      session.ConnectionState = 'NOT_CONNECTED';
      const fleet = call.place.fleets.get(session.FleetName);
      if (fleet) recountFleet(call.place, fleet);
    });
    return {};
  },
};
