import type { Operation } from '../operation.ts';
import { recountPool } from '../world/capacity.ts';
import { sessionNotFound } from './errors.ts';

/** Removes the session, after the quirk `terminationDelay` (F-29). An unknown one is ResourceNotFoundException (F-28). */
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
    const session = call.location.poolSessions.get(SessionId);
    if (!session) throw sessionNotFound(SessionId);
    call.terminateSession(() => {
      call.location.poolSessions.delete(SessionId);
      const pool = call.location.pools.get(session.PoolId);
      if (pool) recountPool(call.location, pool);
    });
    return {};
  },
};
