import { isRejected } from '../write-attempt.ts';
import type { WriteCall } from './call.ts';
import type { Stage } from './compose.ts';
import { nextGeneration, type Partition } from './partitions.ts';

/**
 * Invalidates cached answers of the kinds that a write may have changed, in its partition, unless AWS rejected every
 * attempt: then nothing was changed.
 *
 * @param onInvalidated called with the partition and the kinds
 */
export function invalidate(
  onInvalidated: (partition: Partition, kinds: readonly string[]) => void = () => {},
): Stage<WriteCall> {
  return (next) => async (call) => {
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
      if (mayHaveChanged) {
        for (const kind of call.changes) nextGeneration(call.partition, kind);
        onInvalidated(call.partition, call.changes);
      }
    }
  };
}
