import { expect, test } from 'vitest';
import { send } from '../../../src/aws/pipeline/send.ts';
import { awsCall } from '../../support/aws-call.ts';

test('A command is sent with the signal of those who wait for it', async () => {
  const waiters = { signal: new AbortController().signal, endsAt: 0, lastFailure: undefined };
  const answer = await send(awsCall({ waiters, send: async (signal) => ({ signal }) }));
  expect(answer).toEqual({ signal: waiters.signal });
});
