import { expect, test } from 'vitest';
import { countLists } from '../../../src/aws/pipeline/count-lists.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import { readCall } from '../../support/aws-call.ts';

test.each([
  [true, ['list', 'batch']],
  [false, ['batch', 'list']],
])('A batch waits for reads that are lists: %s', async (isList, expected) => {
  const request = requestCalls(1_000);
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<object>();
  const read = countLists(() => promise)(readCall({ request, cacheable: { kind: 'sessions', isList } }));
  const answered = read.then(() => order.push('list'));
  const { promise: dispatched, resolve: dispatch } = Promise.withResolvers<void>();
  request.whenListsAreIn(() => {
    order.push('batch');
    dispatch();
  });
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  resolve({});
  await Promise.all([answered, dispatched]);
  expect(order).toEqual(expected);
});
