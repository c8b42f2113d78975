import { expect, test, vi } from 'vitest';
import { compose } from '../../../src/aws/pipeline/compose.ts';
import { observe } from '../../../src/aws/pipeline/observe.ts';
import { awsCall, upstreamError } from '../../support/aws-call.ts';

test('Each attempt is counted and reported with its outcome', async () => {
  const onOutcome = vi.fn();
  const sent = vi.fn(() => onOutcome);
  const call = awsCall({ attempt: 2 });
  await compose([observe({ sent })], async () => ({ page: 1 }))(call);
  expect(sent).toHaveBeenCalledExactlyOnceWith(call, 2);
  expect(onOutcome).toHaveBeenCalledExactlyOnceWith({ answer: { page: 1 } });
  expect(call.request.costs.list()).toMatchObject([{ calls: 1, retried: 1, throttled: 0 }]);
});

test('A throttled attempt is counted as throttled', async () => {
  const onOutcome = vi.fn();
  const error = upstreamError('UPSTREAM_THROTTLED');
  const call = awsCall();
  const stages = [observe({ sent: () => onOutcome })];
  await expect(compose(stages, () => Promise.reject(error))(call)).rejects.toBe(error);
  expect(onOutcome).toHaveBeenCalledExactlyOnceWith({ error });
  expect(call.request.costs.list()).toMatchObject([{ calls: 1, retried: 0, throttled: 1 }]);
});
