import type { CallPace } from '../../aws/call-pace.ts';
import { type RequestCalls, requestCalls } from '../../aws/request-calls.ts';

/** Caller of all scans: they take turns as one caller with all others. */
const CALLER = 'live sessions';
/** Time that one AWS call of a scan may take, with its wait for the budget and its retries. Milliseconds. */
const CALL_MS = 30_000;

/**
 * Creates the request on whose behalf sources are scanned. It has no deadline as a whole: each call has one of its own. Its
 * reads are uncached: a page from the cache would say nothing about now, and its pages would evict those of clients.
 *
 * @param closed aborts its calls. It is their signal itself: a listener for each of the requests, which come every few seconds for
 *   as long as the process lives, would be held by it.
 */
export function readerCalls(pace: CallPace, closed: AbortSignal): RequestCalls {
  return {
    ...requestCalls(CALL_MS, undefined, CALLER),
    signal: closed,
    get endsAt() {
      return performance.now() + CALL_MS;
    },
    pace,
    readsUncached: true,
  };
}
