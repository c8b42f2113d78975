import type { AwsCall } from './call.ts';

/** Sends the SDK command; aborts it when its last waiter has left. */
export function send(call: AwsCall): Promise<object> {
  return call.send(call.waiters.signal);
}
