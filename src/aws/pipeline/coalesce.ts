import type { CallObserver } from '../observer.ts';
import { bypassesCache, type ReadCall } from './call.ts';
import { callCoalescer } from './call-coalescer.ts';
import type { Handler, Stage } from './compose.ts';

/** Joins identical reads in flight, of any request: see `CallCoalescer`. */
export function coalesce(observer: CallObserver): Stage<ReadCall> {
  const inFlight = callCoalescer();
  let uncached = 0;
  return (next: Handler<ReadCall>) => (call) => {
    const { key, refresh, request } = call;
    // A call that began before the refresh may have an older answer, so it is not joined.
    const shared = refresh && bypassesCache(call) ? `${refresh.id} ${key}` : key;
    const flightKey = request.readsUncached ? `alone ${++uncached} ${key}` : shared;
    const start = (waiters: ReadCall['waiters']) => next({ ...call, waiters });
    const { answer, isShared, startedBy } = inFlight.join(flightKey, request, start, () => call.deadlineExceeded());
    if (isShared) {
      call.record('coalesced');
      observer.joined?.(call, startedBy);
    }
    return answer;
  };
}
