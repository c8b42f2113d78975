import type { Operation } from '../operation.ts';
import { recountFleet } from '../world/capacity.ts';
import { requiredText } from './rules.ts';

/** "Immediately stops the specified streaming session." Succeeds for an unknown session (F-27). */
export const expireSession: Operation = {
  input: { SessionId: requiredText },
  run(call) {
    const { SessionId } = call.input as { SessionId: string };
    const session = call.location.appStreamSessions.get(SessionId);
    if (!session) return {};
    call.terminateSession(() => {
      session.State = 'EXPIRED';
      session.ConnectionState = 'NOT_CONNECTED';
      const fleet = call.location.fleets.get(session.FleetName);
      if (fleet) recountFleet(call.location, fleet);
    });
    return {};
  },
};
