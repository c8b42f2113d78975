import type { Operation } from '../operation.ts';
import { notInValidState } from './errors.ts';

/**
 * Ending what has ended: refused since about 2026-08, a success before (cloud-custodian#8823). The quirk
 * `terminatingEndedSessionFails` chooses. A session that never was is treated alike: the model declares no error for it.
 */
export const terminateSession: Operation = {
  input: { SessionId: { type: 'string', required: true, min: 1, max: 96 } },
  run({ input, location, now, quirks, terminateSession }) {
    const { SessionId } = input as { SessionId: string };
    const session = location.ssmSessions.get(SessionId);
    const isOver = !session || session.Status === 'Terminated' || session.Status === 'Failed';
    if (isOver && quirks.terminatingEndedSessionFails) throw notInValidState();
    if (session && !isOver) {
      terminateSession(() => {
        session.Status = 'Terminated';
        session.EndDate = new Date(now);
      });
    }
    return { SessionId };
  },
};
