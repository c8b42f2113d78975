import { recordAttempt } from '../write-attempt.ts';
import type { WriteCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Adds each attempt of a write to `RequestCalls.writes`, for the audit log, by the SDK's own error. */
export function recordWrites(next: Handler<WriteCall>): Handler<WriteCall> {
  return (call) => {
    const { service, operation, accountId, region } = call;
    call.onSend?.();
    return recordAttempt(next(call), { service, operation, accountId, region }, call.request.writes);
  };
}
