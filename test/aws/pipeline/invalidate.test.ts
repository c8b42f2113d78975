import { expect, test } from 'vitest';
import { compose } from '../../../src/aws/pipeline/compose.ts';
import { invalidate } from '../../../src/aws/pipeline/invalidate.ts';
import { generationOf } from '../../../src/aws/pipeline/partitions.ts';
import { send } from '../../../src/aws/pipeline/send.ts';
import { writeCall } from '../../support/aws-call.ts';

const failure = (httpStatusCode?: number) => Object.assign(new Error('no'), { $metadata: { httpStatusCode } });

test.each<[string, () => Promise<object>, number]>([
  ['is answered', async () => ({}), 1],
  ['is rejected by AWS', () => Promise.reject(failure(400)), 0],
  ['times out at AWS', () => Promise.reject(failure(408)), 1],
  ['fails at AWS', () => Promise.reject(failure(500)), 1],
  ['is not answered', () => Promise.reject(failure()), 1],
])(
  'A write that %s begins so many generations of what it may have changed: %o',
  async (_what, sendOnce, generations) => {
    const call = writeCall({ send: sendOnce });
    await Promise.allSettled([compose([invalidate()], send)(call)]);
    expect(generationOf(call.partition, 'sessions')).toBe(generations);
    expect(generationOf(call.partition, 'fleets')).toBe(0);
  },
);

test('A write that was never sent invalidates nothing', async () => {
  const call = writeCall();
  await Promise.allSettled([invalidate()(() => Promise.reject(new Error('no permit')))(call)]);
  expect(generationOf(call.partition, 'sessions')).toBe(0);
});
