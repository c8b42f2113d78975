import { expect, test } from 'vitest';
import { recordWrites } from '../../../src/aws/pipeline/record-writes.ts';
import { LOCATION, writeCall } from '../../support/aws-call.ts';

test('An attempt is announced before it is sent, and recorded with its outcome', async () => {
  const order: string[] = [];
  const call = writeCall({ onSend: () => order.push('announced') });
  await recordWrites(async () => {
    order.push('sent');
    return { $metadata: { requestId: 'id-1' } };
  })(call);
  expect(order).toEqual(['announced', 'sent']);
  const write = { service: 'ssm', operation: 'DescribeSessions', ...LOCATION };
  expect(call.request.writes).toEqual([{ ...write, requestId: 'id-1', outcome: 'ok' }]);
});

test('A failed attempt is recorded by the name of its error', async () => {
  const call = writeCall();
  const failed = Object.assign(new Error('no'), { name: 'DoesNotExistException' });
  await expect(recordWrites(() => Promise.reject(failed))(call)).rejects.toBe(failed);
  expect(call.request.writes).toMatchObject([{ outcome: 'DoesNotExistException' }]);
});
