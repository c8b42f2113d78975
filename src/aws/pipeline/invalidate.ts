import { isRejected } from '../write-attempt.ts';
import type { WriteCall } from './call.ts';
import type { Handler } from './compose.ts';
import { nextGeneration } from './partitions.ts';

/**
 * Invalidates cached answers of the kinds that a write may have changed, in its partition, unless AWS rejected every
 * attempt: then nothing was changed.
 */
export function invalidate(next: Handler<WriteCall>): Handler<WriteCall> {
  return async (call) => {
    let mayHaveChanged = false;
    async function send(signal: AbortSignal): Promise<object> {
      try {
        const answer = await call.send(signal);
        mayHaveChanged = true;
        return answer;
      } catch (error) {
        mayHaveChanged ||= !isRejected(error);
        throw error;
      }
    }
    try {
      return await next({ ...call, send });
    } finally {
      if (mayHaveChanged) for (const kind of call.changes) nextGeneration(call.partition, kind);
    }
  };
}
