import { expect, test } from 'vitest';
import type { AwsRead } from '../../../src/aws/client.ts';
import { createPipeline } from '../../../src/aws/pipeline/pipeline.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };
const READ: AwsRead = { operation: 'DescribeSessions', input: {}, kind: 'sessions', isList: true };

test('A reader of nothing but cached pages leaves the event loop its turns', async () => {
  const passage = createPipeline().for('ssm', PLACE, requestCalls(60_000));
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  for (let read = 0; read < 1_000; read += 1) await passage.read(READ, async () => ({}));
  clearImmediate(timer);
  expect(turns).toBeGreaterThan(50);
});

test('A reader whose time is up, or who has gone away, is not served from the cache either', async () => {
  const pipeline = createPipeline();
  const read = (calls: ReturnType<typeof requestCalls>) =>
    pipeline.for('ssm', PLACE, calls).read(READ, async () => ({}));
  await read(requestCalls(60_000));
  await expect(read(requestCalls(0))).rejects.toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    extensions: { service: 'ssm' },
  });
  const gone = new AbortController();
  gone.abort();
  await expect(read(requestCalls(60_000, gone.signal))).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});
