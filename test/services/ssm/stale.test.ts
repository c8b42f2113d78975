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
  ['an online machine and no maximum: no', {}, node('Online'), false, 1],
  ['a machine whose connection is lost', {}, node('ConnectionLost'), true, 1],
  ['an inactive machine', {}, node('Inactive'), true, 1],
  ['a machine that is not listed', {}, null, true, 1],
  ['less than its maximum: no', { MaxSessionDuration: '61' }, node('Online'), false, 1],
  ['more than its maximum, which costs no call', { MaxSessionDuration: '59' }, node('Online'), true, 0],
  ['a container: no, which costs no call', { Target: 'ecs:a_b_c' }, null, false, 0],
  ['an end: no, which costs no call', { Status: 'Terminated', MaxSessionDuration: '1' }, null, false, 0],
  ['a failure: no, which costs no call', { Status: 'Failed' }, null, false, 0],
] as const)('A session is stale with %s', async (_title, members, found, stale, calls) => {
  const findNode = vi.fn(async () => found);
  expect(await isStale({ ...session, ...members }, now, findNode)).toBe(stale);
  expect(findNode).toHaveBeenCalledTimes(calls);
});
