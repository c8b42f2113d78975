import type { Operation } from '../operation.ts';
import { notInValidState } from './errors.ts';

/**
 * Terminates a session. For an ended one, the quirk `terminatingEndedSessionFails` chooses between the error since 2026
 * and the earlier success (F-16). The same applies to an unknown session: the model declares no error for it.
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
