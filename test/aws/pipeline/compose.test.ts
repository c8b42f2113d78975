import { expect, test } from 'vitest';
import { compose, type Stage } from '../../../src/aws/pipeline/compose.ts';

test('Stages see the call in the order of the list and the answer in reverse', async () => {
  const order: string[] = [];
  const stage =
    (name: string): Stage<string> =>
    (next) =>
    async (call) => {
      order.push(`${name}: ${call}`);
      const answer = await next(`${call}>${name}`);
      order.push(`${name} answered`);
      return answer;
    };
  const send = async (call: string) => ({ call });
  expect(await compose([stage('a'), stage('b')], send)('x')).toEqual({ call: 'x>a>b' });
  expect(order).toEqual(['a: x', 'b: x>a', 'b answered', 'a answered']);
});

test('A stage that does not call the next one answers by itself', async () => {
  const never = async (): Promise<object> => {
    throw new Error('reached');
  };
  expect(await compose<string>([() => async () => ({ cached: true })], never)('x')).toEqual({ cached: true });
});

test('Without stages a call is sent', async () => {
  expect(await compose<string>([], async (call) => ({ call }))('x')).toEqual({ call: 'x' });
});
