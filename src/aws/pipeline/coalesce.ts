import type { CallObserver } from '../observer.ts';
import { bypassesCache, type ReadCall } from './call.ts';
import { callCoalescer } from './call-coalescer.ts';
import type { Handler, Stage } from './compose.ts';

/** Joins identical reads in flight, of any request: see `CallCoalescer`. */
export function coalesce(observer: CallObserver): Stage<ReadCall> {
  const inFlight = callCoalescer();
  return (next: Handler<ReadCall>) => (call) => {
    const { key, refresh, request } = call;
    // A call that began before the refresh may have an older answer, so it is not joined.
    const flightKey = refresh && bypassesCache(call) ? `${refresh.id} ${key}` : key;
    const start = (waiters: ReadCall['waiters']) => next({ ...call, waiters });
    const { answer, isShared, startedBy } = inFlight.join(flightKey, request, start, () => call.deadlineExceeded());
    if (isShared) {
      call.record('coalesced');
      observer.joined?.(call, startedBy);
    }
    return answer;
  };
}
