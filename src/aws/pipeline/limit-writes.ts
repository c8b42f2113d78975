import type { WriteCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Share of the remaining deadline that a write may take: the rest is for reading its effect. */
const SHARE_OF_WRITES = 0.8;

/** Gives a write a deadline of its own, which a client that disconnects does not abort. */
export function limitWrites(next: Handler<WriteCall>): Handler<WriteCall> {
  return (call) => {
    const left = Math.max(0, Math.ceil((call.request.endsAt - performance.now()) * SHARE_OF_WRITES));
    const signal = AbortSignal.timeout(left);
    const waiters = { signal, endsAt: performance.now() + left, lastFailure: undefined };
    return next({ ...call, waiters }).catch((error: unknown) => {
      throw signal.aborted ? call.deadlineExceeded() : error;
    });
  };
}
