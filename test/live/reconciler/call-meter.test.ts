import { describe, expect, test } from 'vitest';
import type { CallPace } from '../../../src/aws/call-pace.ts';
import { countCalls, metered } from '../../../src/live/reconciler/call-meter.ts';

const PARTITION = { accountId: '123456789012', region: 'eu-west-1', service: 'ssm' };
const never = new AbortController().signal;
const released = () => {};

const free: CallPace = { acquire: async () => released };
const call = (pace: CallPace) => pace.acquire(PARTITION, never);

describe('The meter of calls', () => {
  test('counts the calls of a scan, with those that it makes later on', async () => {
    const pace = metered(free);
    const scan = async () => {
      await call(pace);
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([call(pace), call(pace)]);
      return 'done';
    };
    expect(await countCalls(scan)).toEqual({ result: 'done', calls: 3 });
  });

  test('counts each scan alone, though they run at once', async () => {
    const pace = metered(free);
    const scan = (calls: number) => async () => {
      for (let made = 0; made < calls; made += 1) await call(pace);
    };
    const counted = await Promise.all([0, 1, 5, 20].map((calls) => countCalls(scan(calls))));
    expect(counted.map(({ calls }) => calls)).toEqual([0, 1, 5, 20]);
  });

  test('counts a call that gets no slot: it was wanted', async () => {
    const pace = metered({ acquire: async () => Promise.reject(new Error('aborted')) });
    const { calls } = await countCalls(() => call(pace).catch(() => null));
    expect(calls).toBe(1);
  });

  test('hands on the partition, the signal and the release, outside of a scan, too', async () => {
    const seen: unknown[] = [];
    const pace = metered({
      async acquire(...given) {
        seen.push(...given);
        return released;
      },
    });
    expect(await call(pace)).toBe(released);
    expect(seen).toEqual([PARTITION, never]);
  });
});
