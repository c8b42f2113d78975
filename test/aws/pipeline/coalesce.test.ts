import { expect, test, vi } from 'vitest';
import type { ReadCall } from '../../../src/aws/pipeline/call.ts';
import { coalesce } from '../../../src/aws/pipeline/coalesce.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import { readCall } from '../../support/aws-call.ts';

test('Identical reads of two requests are one call, of which the second is counted and reported as coalesced', async () => {
  const [one, other] = [requestCalls(1_000), requestCalls(1_000)];
  const joined = vi.fn();
  const next = vi.fn(async () => ({}));
  const read = coalesce({ joined })(next);
  await Promise.all([read(readCall({ request: one })), read(readCall({ request: other }))]);
  expect(next).toHaveBeenCalledTimes(1);
  expect([one, other].map(({ costs }) => costs.list()[0]?.coalesced ?? 0)).toEqual([0, 1]);
  expect(joined).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ request: other }), one);
});

test('The call has the waiters of all its readers, not those of the first', async () => {
  const [hasty, patient] = [requestCalls(1_000), requestCalls(9_000)];
  let shared: ReadCall | undefined;
  const { promise, resolve } = Promise.withResolvers<object>();
  const read = coalesce({})((call) => {
    shared = call;
    return promise;
  });
  const answers = [hasty, patient].map((request) => read(readCall({ request })));
  expect(shared?.waiters.endsAt).toBe(patient.endsAt);
  resolve({});
  await Promise.all(answers);
});

test('A read after a refresh does not join a call that began before it', async () => {
  const next = vi.fn(async () => ({}));
  const read = coalesce({})(next);
  const refresh = { id: 1, answered: new Set<string>() };
  await Promise.all([read(readCall()), read(readCall({ refresh })), read(readCall({ refresh }))]);
  expect(next).toHaveBeenCalledTimes(2);
});
