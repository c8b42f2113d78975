import type { Operation } from '../operation.ts';
import { notInValidState } from './errors.ts';

/**
 * Ending what has ended: refused since about 2026-08, a success before (cloud-custodian#8823). The habit
 * `endingEndedSessionFails` chooses. A session that never was is treated alike: the model declares no error for it.
 */
export const terminateSession: Operation = {
  input: { SessionId: { type: 'string', required: true, min: 1, max: 96 } },
  run({ input, place, now, habits, endSession }) {
    const { SessionId } = input as { SessionId: string };
    const session = place.ssmSessions.get(SessionId);
    const isOver = !session || session.Status === 'Terminated' || session.Status === 'Failed';
    if (isOver && habits.endingEndedSessionFails) throw notInValidState();
    if (session && !isOver) {
      endSession(() => {
        session.Status = 'Terminated';
        session.EndDate = new Date(now);
      });
    }
    return { SessionId };
  },
};
