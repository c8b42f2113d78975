import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallObserver, type ObservedCall, together } from '../../src/aws/observer.ts';
import { type CostItem, upstreamCosts } from '../../src/aws/upstream-costs.ts';
import { isRejected, recordAttempt, requestIdOf, type WriteAttempt } from '../../src/aws/write-attempt.ts';

const zero = { calls: 0, cached: 0, coalesced: 0, retried: 0, throttled: 0, waitedMs: 0 };

describe('The costs of a request', () => {
  test('are sums by service and operation, in the order of first calls', () => {
    const costs = upstreamCosts();
    costs.add('ssm', 'DescribeSessions', 'calls');
    costs.add('appstream', 'DescribeFleets', 'cached', 2);
    costs.add('ssm', 'DescribeSessions', 'waitedMs', 7.5);
    costs.add('ssm', 'DescribeSessions', 'calls');
    expect(costs.list()).toEqual([
      { service: 'ssm', operation: 'DescribeSessions', ...zero, calls: 2, waitedMs: 7.5 },
      { service: 'appstream', operation: 'DescribeFleets', ...zero, cached: 2 },
    ]);
  });

  test('of an execution that is shared are no calls of its own', () => {
    const [executed, shared] = [upstreamCosts(), upstreamCosts()];
    executed.add('ssm', 'DescribeSessions', 'calls', 3);
    executed.add('ssm', 'DescribeSessions', 'coalesced', 2);
    executed.add('ssm', 'DescribeSessions', 'cached');
    executed.add('ssm', 'DescribeSessions', 'throttled', 9);
    shared.add('ssm', 'DescribeSessions', 'calls');
    shared.join(executed);
    expect(shared.list()).toEqual([
      { service: 'ssm', operation: 'DescribeSessions', ...zero, calls: 1, coalesced: 5, cached: 1 },
    ]);
    expect(executed.list()[0]).toMatchObject({ calls: 3, coalesced: 2 });
  });

  test('add up to what was added', () => {
    const item = fc.constantFrom<CostItem>('calls', 'cached', 'coalesced', 'retried', 'throttled', 'waitedMs');
    const added = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('X', 'Y'), item, fc.nat(9)));
    fc.assert(
      fc.property(added, (all) => {
        const costs = upstreamCosts();
        for (const each of all) costs.add(...each);
        for (const cost of costs.list())
          for (const name of Object.keys(zero) as CostItem[]) {
            const own = all.filter(
              ([service, operation, of]) => cost.service === service && cost.operation === operation && of === name,
            );
            expect(cost[name]).toBe(own.reduce((sum, [, , , amount]) => sum + amount, 0));
          }
      }),
      { numRuns: 100 },
    );
  });
});

describe('Observers together', () => {
  const call = { service: 'ssm', operation: 'DescribeSessions' } as ObservedCall;
  const noting = (name: string, notes: string[]): CallObserver => ({
    counted: (_call, item, amount) => void notes.push(`${name} ${item} ${amount}`),
    sent: (_call, attempt) => {
      notes.push(`${name} sent ${attempt}`);
      return () => void notes.push(`${name} ended`);
    },
    joined: () => void notes.push(`${name} joined`),
  });

  test('are each told everything, in their order', () => {
    const notes: string[] = [];
    const all = together([noting('one', notes), {}, noting('other', notes)]);
    all.counted?.(call, 'calls', 1);
    all.sent?.(call, 2)?.({ answer: {} });
    all.joined?.(call, {});
    expect(notes).toEqual([
      ...['one calls 1', 'other calls 1'],
      ...['one sent 2', 'other sent 2', 'one ended', 'other ended'],
      ...['one joined', 'other joined'],
    ]);
  });

  test('are the only one itself, and nothing where there is none', () => {
    const only = noting('only', []);
    expect(together([only])).toBe(only);
    expect(together([]).sent?.(call, 1)).toBeUndefined();
  });
});

describe('A write attempt', () => {
  const write = { service: 'ssm', operation: 'TerminateSession', accountId: '1', region: 'r' };
  const failed = (name: string, metadata: object = {}) => Object.assign(new Error(name), { name, $metadata: metadata });

  test('is recorded with its outcome, and its answer is passed on', async () => {
    const writes: WriteAttempt[] = [];
    const answer = { $metadata: { requestId: 'r-1' } };
    expect(await recordAttempt(Promise.resolve(answer), write, writes)).toBe(answer);
    const rejection = failed('ThrottlingException', { requestId: 'r-2' });
    await expect(recordAttempt(Promise.reject(rejection), write, writes)).rejects.toBe(rejection);
    await expect(recordAttempt(Promise.reject('no error'), write, writes)).rejects.toBe('no error');
    expect(writes).toEqual([
      { ...write, requestId: 'r-1', outcome: 'ok' },
      { ...write, requestId: 'r-2', outcome: 'ThrottlingException' },
      { ...write, requestId: undefined, outcome: 'Error' },
    ]);
  });

  test.each(['', 'x'.repeat(129), 'a b', 'a\nb', '<b>', 'é'])(
    'has no request id that AWS would not give: %j',
    (requestId) => {
      expect(requestIdOf({ $metadata: { requestId } })).toBeUndefined();
    },
  );

  test('has the id of any answer that has one', () => {
    expect(requestIdOf({ $metadata: { requestId: '9f1c_-A' } })).toBe('9f1c_-A');
    for (const error of [undefined, null, 'x', {}, { $metadata: null }, { $metadata: { requestId: 5 } }])
      expect(requestIdOf(error)).toBeUndefined();
  });

  test.each([
    [400, true],
    [403, true],
    [408, false],
    [429, true],
    [499, true],
    [500, false],
    [503, false],
    [200, false],
    [undefined, false],
  ])('with status %s was rejected, and changed nothing: %s', (httpStatusCode, isCertain) => {
    expect(isRejected(failed('X', { httpStatusCode }))).toBe(isCertain);
  });
});
