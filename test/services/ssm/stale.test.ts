import { expect, test, vi } from 'vitest';
import type { ManagedNode, SsmSession } from '../../../src/services/ssm/model.ts';
import { isStale } from '../../../src/services/ssm/stale.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };
const now = new Date('2026-11-02T10:00:00Z');
const session: SsmSession = {
  location,
  SessionId: 's',
  Target: 'i-00000000000000001',
  Status: 'Connected',
  StartDate: new Date('2026-11-02T09:00:00Z'),
};
const node = (PingStatus: ManagedNode['PingStatus']): ManagedNode => ({ location, InstanceId: 'i-1', PingStatus });

test.each([
  ['an online node and no maximum duration: no', {}, node('Online'), false, 1],
  ['a node whose connection is lost', {}, node('ConnectionLost'), true, 1],
  ['an inactive node', {}, node('Inactive'), true, 1],
  ['a node that is not listed', {}, null, true, 1],
  ['an age below its maximum: no', { MaxSessionDuration: '61' }, node('Online'), false, 1],
  ['an age above its maximum, without a call', { MaxSessionDuration: '59' }, node('Online'), true, 0],
  ['a container: no, without a call', { Target: 'ecs:a_b_c' }, null, false, 0],
  ['the status Terminated: no, without a call', { Status: 'Terminated', MaxSessionDuration: '1' }, null, false, 0],
  ['the status Failed: no, without a call', { Status: 'Failed' }, null, false, 0],
] as const)('A session is stale with %s', async (_title, members, found, stale, calls) => {
  const findNode = vi.fn(async () => found);
  expect(await isStale({ ...session, ...members }, now, findNode)).toBe(stale);
  expect(findNode).toHaveBeenCalledTimes(calls);
});
