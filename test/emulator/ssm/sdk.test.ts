import {
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  DescribeSessionsCommand,
  paginateDescribeInstanceInformation,
  paginateDescribeSessions,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { manualClock } from '../../../emulator/world/clock.ts';
import { rejectionOf, startTestEmulator } from '../../support/emulator.ts';
import { start } from '../../support/plain-shapes.ts';
import { buildWorld } from '../../support/world.ts';

async function started() {
  const built = buildWorld().nodes(23).ssmSessions({ count: 7 }).ssmSessions({ count: 3, state: 'History' });
  return { ...(await startTestEmulator({ world: built.world, clock: manualClock() })), location: built.location };
}

test('The SDK pages through sessions and nodes, each once', async () => {
  const { ssm, location } = await started();
  const sessions: (string | undefined)[] = [];
  for await (const page of paginateDescribeSessions({ client: ssm, pageSize: 2 }, { State: 'Active' }))
    sessions.push(...(page.Sessions ?? []).map((session) => session.SessionId));
  expect(sessions).toEqual([...location.ssmSessions.keys()].slice(0, 7));
  const nodes: (string | undefined)[] = [];
  for await (const page of paginateDescribeInstanceInformation({ client: ssm, pageSize: 5 }, {}))
    nodes.push(...(page.InstanceInformationList ?? []).map((node) => node.InstanceId));
  expect(nodes).toEqual([...location.nodes.keys()]);
});

test('The SDK reads the times of a session', async () => {
  const { ssm } = await started();
  const { Sessions } = await ssm.send(new DescribeSessionsCommand({ State: 'History', MaxResults: 1 }));
  expect(Sessions).toMatchObject([{ Status: 'Terminated', StartDate: expect.any(Date), EndDate: expect.any(Date) }]);
});

test('A session that the SDK ends is in the history', async () => {
  const { ssm, location } = await started();
  const [SessionId = ''] = location.ssmSessions.keys();
  expect((await ssm.send(new TerminateSessionCommand({ SessionId }))).SessionId).toBe(SessionId);
  const Filters = [{ key: 'SessionId' as const, value: SessionId }];
  const { Sessions } = await ssm.send(new DescribeSessionsCommand({ State: 'History', Filters }));
  expect(Sessions).toMatchObject([{ SessionId, Status: 'Terminated', EndDate: new Date(start) }]);
  expect(await rejectionOf(ssm.send(new TerminateSessionCommand({ SessionId })))).toMatchObject({
    name: 'ValidationException',
    message: 'Session is not in a valid state',
  });
});

test("The SDK knows SSM's rejections by their names", async () => {
  const { ssm } = await started();
  const nodes = (input: DescribeInstanceInformationCommandInput) =>
    rejectionOf(ssm.send(new DescribeInstanceInformationCommand(input))).then(({ name }) => name);
  expect(await nodes({ Filters: [{ Key: 'InstanceIds', Values: ['i-gone'] }] })).toBe('InvalidInstanceId');
  expect(await nodes({ Filters: [{ Key: 'Colour', Values: ['red'] }] })).toBe('InvalidFilterKey');
  expect(await nodes({ NextToken: 'nonsense' })).toBe('InvalidNextToken');
  expect(await nodes({ MaxResults: 4 })).toBe('ValidationException');
});
