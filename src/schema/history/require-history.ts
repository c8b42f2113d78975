import { withDeadline } from '../../aws/deadline.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { History } from '../../store/history/history.ts';
import type { Context } from '../builder/context.ts';

/** @throws GatewayError SERVICE_DISABLED if no records are kept */
export function requireHistory({ history }: Pick<Context, 'history'>): History {
  if (history) return history;
  const message = 'No history is kept: GATEWAY_HISTORY_DAYS is 0, or GATEWAY_LIVE is off without a store that has any.';
  throw new GatewayError('SERVICE_DISABLED', message);
}

/** Waits until what AWS lists as ended has been imported for the first time, and what was seen is stored. */
export function afterRecording<Result>(context: Context, read: (history: History) => Promise<Result>): Promise<Result> {
  return readHistory(context, async (history) => {
    await history.recorded(context.deadline);
    return read(history);
  });
}

/**
 * Reads history within the deadline of the request.
 *
 * @throws GatewayError UPSTREAM_TIMEOUT when it passes first, UPSTREAM_UNAVAILABLE when the store cannot be read
 */
export function readHistory<Result>(context: Context, read: (history: History) => Promise<Result>): Promise<Result> {
  return withDeadline(read(requireHistory(context)), context.deadline, () => {
    const details = { service: 'store', operation: 'Read', retryable: true };
    return new GatewayError('UPSTREAM_TIMEOUT', 'The store did not answer in time.', details);
  });
}
