import type { AwsCall } from './call.ts';

/** Sends the SDK command; aborts it when nobody waits for it any longer. */
export function send(call: AwsCall): Promise<object> {
  return call.send(call.waiters.signal);
}
