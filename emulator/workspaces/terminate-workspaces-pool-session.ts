import type { Operation } from '../operation.ts';
import { recountPool } from '../world/capacity.ts';
import { sessionNotFound } from './errors.ts';

/** The session is gone from the list at once; whether AWS shows it a little longer is unverified: see the habit `endingTakes`. */
export const terminateWorkspacesPoolSession: Operation = {
  input: {
    SessionId: {
      type: 'string',
      required: true,
      min: 36,
      max: 36,
      pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
    },
  },
  run(call) {
    const { SessionId } = call.input as { SessionId: string };
    const session = call.place.poolSessions.get(SessionId);
    if (!session) throw sessionNotFound(SessionId);
    call.endSession(() => {
      call.place.poolSessions.delete(SessionId);
      const pool = call.place.pools.get(session.PoolId);
      if (pool) recountPool(call.place, pool);
    });
    return {};
  },
};
