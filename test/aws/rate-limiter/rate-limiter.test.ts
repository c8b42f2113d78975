import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fairQueue, turns } from '../../../src/aws/rate-limiter/fair-queue.ts';
import { type Permit, rateLimiter } from '../../../src/aws/rate-limiter/rate-limiter.ts';

const open = new AbortController().signal;

describe('A fair queue', () => {
  test('serves owners in turn, each oldest first', () => {
    const queue = fairQueue<string>();
    const [large, small] = [{}, {}];
    for (const item of ['L1', 'L2', 'L3', 'L4']) queue.add(large, item);
    for (const item of ['s1', 's2']) queue.add(small, item);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => queue.take())).toEqual(['L1', 's1', 'L2', 's2', 'L3', 'L4', undefined]);
  });

  test('forgets who steps out, and counts the rest', () => {
    const queue = fairQueue<string>();
    const owner = {};
    const stepOut = queue.add(owner, 'gone');
    queue.add(owner, 'here');
    stepOut();
    stepOut();
    expect(queue.size).toBe(1);
    expect([queue.take(), queue.take()]).toEqual(['here', undefined]);
    expect(queue.size).toBe(0);
  });

  test('and another one of the same turns serve owners in turn between them', () => {
    const inTurn = turns();
    const [one, other] = [fairQueue<string>(inTurn), fairQueue<string>(inTurn)];
    const [large, small] = [{}, {}];
    for (const item of ['L1', 'L2']) one.add(large, item);
    for (const item of ['L3', 'L4']) other.add(large, item);
    other.add(small, 's1');
    const served = [1, 2, 3, 4, 5].map(() => (one.nextTurn <= other.nextTurn ? one : other).take());
    expect(served.indexOf('s1')).toBeLessThan(3);
    expect(new Set(served).size).toBe(5);
  });
});

describe('Callers take turns in a fair queue', () => {
  const requests = (caller: string, count: number) => Array.from({ length: count }, () => ({ caller }));

  test('however many requests each has', () => {
    const queue = fairQueue<string>();
    for (const owner of requests('many', 900)) queue.add(owner, 'many');
    for (const owner of requests('few', 3)) queue.add(owner, 'few');
    const served = Array.from({ length: 7 }, () => queue.take());
    expect(served).toEqual(['many', 'few', 'many', 'few', 'many', 'few', 'many']);
    expect(queue.size).toBe(896);
  });

  test('and requests of one caller take turns in theirs', () => {
    const queue = fairQueue<string>();
    const [[large, small], [other]] = [requests('one', 2), requests('other', 1)];
    for (const item of ['L1', 'L2', 'L3']) queue.add(large as object, item);
    queue.add(small as object, 's1');
    for (const item of ['o1', 'o2', 'o3']) queue.add(other as object, item);
    expect(Array.from({ length: 8 }, () => queue.take())).toEqual([
      'L1',
      'o1',
      's1',
      'o2',
      'L2',
      'o3',
      'L3',
      undefined,
    ]);
  });

  test('between the queues of several operations', () => {
    const inTurn = turns();
    const queues = [fairQueue<string>(inTurn), fairQueue<string>(inTurn)] as const;
    for (const [index, owner] of requests('many', 100).entries()) queues[index % 2 ? 1 : 0].add(owner, 'many');
    for (const [index, owner] of requests('few', 4).entries()) queues[index % 2 ? 1 : 0].add(owner, 'few');
    const served = Array.from({ length: 9 }, () =>
      (queues[0].nextTurn <= queues[1].nextTurn ? queues[0] : queues[1]).take(),
    );
    expect(served.filter((caller) => caller === 'few')).toHaveLength(4);
  });

  test('whatever is added, removed and taken: nothing is lost, served twice, or overtaken by a whole round', () => {
    const added = fc.record({ caller: fc.integer({ min: 0, max: 3 }), request: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(added, fc.constant('take'), fc.constant('remove')), { maxLength: 200 }),
        (steps) => {
          const queue = fairQueue<number>();
          const owners = Array.from({ length: 20 }, (_, index) => ({ caller: `caller ${Math.floor(index / 5)}` }));
          const waiting = new Map<number, { caller: string; remove: () => void }>();
          /** By caller: how often others were served while it waited. */
          const passed = new Map<string, Map<string, number>>();
          for (const [index, step] of steps.entries()) {
            if (typeof step === 'object') {
              const owner = owners[step.caller * 5 + step.request] as { caller: string };
              waiting.set(index, { caller: owner.caller, remove: queue.add(owner, index) });
            } else if (step === 'remove') {
              const [first] = waiting;
              first?.[1].remove();
              if (first) waiting.delete(first[0]);
            } else {
              const taken = queue.take();
              if (taken === undefined) expect(waiting.size).toBe(0);
              else {
                const { caller } = waiting.get(taken) as { caller: string };
                waiting.delete(taken);
                passed.delete(caller);
                for (const waits of new Set([...waiting.values()].map((each) => each.caller))) {
                  if (waits === caller) continue;
                  const others = passed.get(waits) ?? new Map<string, number>();
                  passed.set(waits, others.set(caller, (others.get(caller) ?? 0) + 1));
                  expect(others.get(caller)).toBeLessThanOrEqual(1);
                }
              }
            }
            for (const caller of passed.keys())
              if (![...waiting.values()].some((each) => each.caller === caller)) passed.delete(caller);
            expect(queue.size).toBe(waiting.size);
          }
        },
      ),
    );
  });
});

describe('A rate limiter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Records the calls that were permitted so far, in order, and their permits by name. */
  function recording(limiter: ReturnType<typeof rateLimiter>) {
    const permitted: string[] = [];
    const permits = new Map<string, Permit>();
    const acquire = (owner: object, name: string, { signal = open, operation = 'DescribeSessions' } = {}) => {
      void limiter.acquire(operation, owner, signal).then(
        (permit) => {
          permitted.push(name);
          permits.set(name, permit);
        },
        () => permitted.push(`${name} gave up`),
      );
    };
    return { permitted, permits, acquire };
  }

  /** Has AWS throttle four calls of an operation that are in flight together, which limits its rate. */
  async function throttle(limiter: ReturnType<typeof rateLimiter>, operation: string) {
    const permits = await Promise.all([1, 2, 3, 4].map(() => limiter.acquire(operation, {}, open)));
    for (const permit of permits) permit.release('throttled');
  }

  test('permits a bounded number of calls at once, of all operations together', async () => {
    const { permitted, permits, acquire } = recording(rateLimiter({ maxInFlight: 2 }));
    for (const name of ['a', 'b', 'c']) acquire({}, name, { operation: `Describe${name}` });
    await vi.advanceTimersByTimeAsync(0);
    expect(permitted).toEqual(['a', 'b']);
    permits.get('a')?.release('answered');
    await vi.advanceTimersByTimeAsync(0);
    expect(permitted).toEqual(['a', 'b', 'c']);
  });

  test.each(['DescribeSessions', 'DescribeFleets'])(
    'does not let a large list starve a small query of %s',
    async (operation) => {
      const { permitted, permits, acquire } = recording(rateLimiter({ maxInFlight: 1 }));
      const [large, small] = [{}, {}];
      for (let page = 1; page <= 50; page += 1) acquire(large, `page ${page}`);
      acquire(small, 'small', { operation });
      for (let call = 0; call < 3; call += 1) {
        await vi.advanceTimersByTimeAsync(0);
        permits.get(permitted.at(-1) ?? '')?.release('answered');
      }
      expect(permitted.indexOf('small')).toBeLessThan(3);
      expect(permitted.indexOf('small')).toBeGreaterThan(0);
    },
  );

  test.each(['DescribeSessions', 'DescribeFleets'])(
    'does not let 900 requests of one caller make another caller wait for %s',
    async (operation) => {
      const { permitted, permits, acquire } = recording(rateLimiter({ maxInFlight: 1 }));
      for (let request = 1; request <= 900; request += 1) acquire({ caller: 'many' }, `request ${request}`);
      acquire({ caller: 'one' }, 'other', { operation });
      for (let call = 0; call < 3; call += 1) {
        await vi.advanceTimersByTimeAsync(0);
        permits.get(permitted.at(-1) ?? '')?.release('answered');
      }
      expect(permitted.indexOf('other')).toBeGreaterThan(0);
      expect(permitted.indexOf('other')).toBeLessThan(3);
    },
  );

  test('slows an operation down that AWS throttles, and permits every call in the end', async () => {
    const limiter = rateLimiter();
    await throttle(limiter, 'DescribeSessions');
    expect(limiter.limited()).toMatchObject([{ operation: 'DescribeSessions' }]);
    const { permitted, acquire } = recording(limiter);
    for (let call = 0; call < 10; call += 1) acquire({}, `call ${call}`);
    await vi.advanceTimersByTimeAsync(100);
    expect(permitted.length).toBeLessThan(6);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(permitted).toHaveLength(10);
  });

  test('does not slow other operations down: a throttled write leaves reads alone', async () => {
    const limiter = rateLimiter();
    await throttle(limiter, 'StartFleet');
    await throttle(limiter, 'StopFleet');
    const { permitted, acquire } = recording(limiter);
    for (let call = 0; call < 5; call += 1) acquire({}, `write ${call}`, { operation: 'StartFleet' });
    for (let call = 0; call < 15; call += 1) acquire({}, `read ${call}`);
    await vi.advanceTimersByTimeAsync(0);
    expect(permitted.filter((name) => name.startsWith('read'))).toHaveLength(15);
    expect(permitted.filter((name) => name.startsWith('write')).length).toBeLessThan(2);
    expect(limiter.isLimited('DescribeSessions')).toBe(false);
  });

  test('learns nothing of failures that say nothing of the rate', async () => {
    const limiter = rateLimiter();
    const permits = await Promise.all([1, 2, 3].map(() => limiter.acquire('DescribeSessions', {}, open)));
    for (const permit of permits) permit.release('unknown');
    expect(limiter.limited()).toEqual([]);
    expect(limiter.inFlight).toBe(0);
  });

  test('drops a call that gives up waiting', async () => {
    const limiter = rateLimiter({ maxInFlight: 1 });
    const { permitted, permits, acquire } = recording(limiter);
    const hasty = new AbortController();
    acquire({}, 'first');
    acquire({}, 'hasty', { signal: hasty.signal });
    acquire({}, 'last');
    expect(limiter.waiting).toBe(2);
    hasty.abort();
    await vi.advanceTimersByTimeAsync(0);
    permits.get('first')?.release('answered');
    await vi.advanceTimersByTimeAsync(0);
    expect(permitted).toEqual(['first', 'hasty gave up', 'last']);
    expect(limiter.waiting).toBe(0);
  });

  test('says how long a call waited', async () => {
    const limiter = rateLimiter({ maxInFlight: 1 });
    const first = await limiter.acquire('DescribeSessions', {}, open);
    const second = limiter.acquire('DescribeSessions', {}, open);
    await vi.advanceTimersByTimeAsync(30);
    first.release('answered');
    expect((await second).waitedMs).toBe(30);
  });

  test('rejects a call that was aborted before', async () => {
    await expect(rateLimiter().acquire('DescribeSessions', {}, AbortSignal.abort())).rejects.toThrow();
  });

  test('is not limited any more when it was idle', async () => {
    const limiter = rateLimiter();
    await throttle(limiter, 'DescribeSessions');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(limiter.limited()).toEqual([]);
  });
});
