import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callBudget } from '../../../src/live/scheduler/call-budget.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const PARTITION = { accountId: '123456789012', region: 'eu-west-1', service: 'appstream' };
const never = new AbortController().signal;

interface Sent {
  readonly at: number;
  readonly receivedAt: number;
}

/** Most calls that AWS receives in any second, from the one on that each of them begins. */
function busiestSecond(sent: readonly Sent[]): number {
  const times = sent.map(({ receivedAt }) => receivedAt).sort((one, other) => one - other);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

/** Sends calls, each of which AWS receives after one part of its latency and answers after the other. */
function client(callsPerSecond: number, learnedRate = Infinity) {
  const clock = virtualClock();
  const budget = callBudget({ callsPerSecond, clock, learnedRate: () => learnedRate });
  const sent: Sent[] = [];
  return {
    clock,
    budget,
    sent,
    async call(toAws: number, fromAws: number, partition = PARTITION): Promise<void> {
      const release = await budget.acquire(partition, never);
      sent.push({ at: clock.now(), receivedAt: clock.now() + toAws });
      clock.schedule(release, toAws + fromAws);
    },
  };
}

describe('The budget of calls', () => {
  test('is never exceeded in any second at AWS, whatever the latency, and is used', async () => {
    const latency = fc.tuple(fc.nat(900), fc.nat(900));
    const calls = fc.array(latency, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), calls, async (callsPerSecond, latencies) => {
        const { clock, sent, call } = client(callsPerSecond);
        for (const [toAws, fromAws] of latencies) void call(toAws, fromAws);
        await clock.run(400_000);
        expect(sent).toHaveLength(latencies.length);
        expect(busiestSecond(sent)).toBeLessThanOrEqual(callsPerSecond);
        const slowest = Math.max(...latencies.map(([one, other]) => one + other));
        const rounds = Math.ceil(latencies.length / callsPerSecond);
        expect(sent.at(-1)?.at).toBeLessThanOrEqual(rounds * (1_005 + slowest));
      }),
      { numRuns: 200 },
    );
  });

  test('is one of its own for each account, region and service', async () => {
    const { clock, sent, call } = client(1);
    void call(0, 0);
    void call(0, 0, { ...PARTITION, region: 'us-east-1' });
    void call(0, 0, { ...PARTITION, service: 'ssm' });
    void call(0, 0, { ...PARTITION, accountId: '210987654321' });
    void call(0, 0);
    await clock.run(500);
    expect(sent).toHaveLength(4);
    await clock.run(1_100);
    expect(sent).toHaveLength(5);
  });

  test('is half of the rate that AWS accepts, if that is less', async () => {
    const { clock, sent, call } = client(10, 4);
    for (let index = 0; index < 60; index += 1) void call(0, 0);
    await clock.run(20_000);
    expect(sent.length).toBeGreaterThan(30);
    expect(sent.filter(({ at }) => at > 0 && at <= 10_000).length).toBeLessThanOrEqual(2 * 10);
  });

  test('serves calls in the order in which they came', async () => {
    const { clock, budget } = client(1);
    const order: number[] = [];
    for (const number of [1, 2, 3]) {
      void budget.acquire(PARTITION, never).then((release) => {
        order.push(number);
        release();
      });
    }
    await clock.run(5_000);
    expect(order).toEqual([1, 2, 3]);
  });

  test('gives the turn of a call that was aborted to the next one', async () => {
    const { clock, budget } = client(1);
    const release = await budget.acquire(PARTITION, never);
    const aborted = new AbortController();
    const second = budget.acquire(PARTITION, aborted.signal);
    const third = budget.acquire(PARTITION, never);
    aborted.abort(new Error('closed'));
    await expect(second).rejects.toThrow('closed');
    await expect(budget.acquire(PARTITION, aborted.signal)).rejects.toThrow('closed');
    release();
    await clock.run(1_100);
    await expect(third).resolves.toBeTypeOf('function');
  });
});
