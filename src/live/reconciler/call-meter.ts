import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallPace } from '../../aws/call-pace.ts';

const meters = new AsyncLocalStorage<{ calls: number }>();

/** Runs a scan, and counts the AWS calls that it makes, retries included. */
export async function countCalls<Result>(
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly calls: number }> {
  const meter = { calls: 0 };
  const result = await meters.run(meter, run);
  return { result, calls: meter.calls };
}

/** Counts each call of a pace in the scan that makes it. */
export function metered(pace: CallPace): CallPace {
  return {
    acquire(partition, signal) {
      const meter = meters.getStore();
      if (meter) meter.calls += 1;
      return pace.acquire(partition, signal);
    },
  };
}
