import type { Operation } from '../operation.ts';
import { recountPool } from '../world/capacity.ts';
import { sessionNotFound } from './errors.ts';

/** The session is gone from the list at once; whether AWS shows it a little longer is unverified: see the quirk `terminationDelay`. */
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
