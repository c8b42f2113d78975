import { expect, test } from 'vitest';
import { startLive } from '../support/live.ts';
import { ODD_NAMES } from '../support/provider-fixtures.ts';
import { buildWorld } from '../support/world.ts';

test('Sessions whose users and ids have odd characters are told apart, change and end as all others', async () => {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({
      stack: 'Design',
      fleet: 'design',
      count: ODD_NAMES.length,
      each: (index) => ({ UserId: ODD_NAMES[index] as string }),
    })
    .ssmSessions({ count: ODD_NAMES.length, each: (index) => ({ SessionId: `${ODD_NAMES[index]}-0a` }) });
  const { live, pass, sessions } = await startLive({ world: builder.world });
  live.start();
  await pass(10_000);
  const oddest = [...sessions.values()];
  expect(oddest).toHaveLength(2 * ODD_NAMES.length);
  const users = oddest.filter(({ view }) => view.service === 'APPSTREAM').map(({ view }) => view.userId);
  expect(users.toSorted()).toEqual(ODD_NAMES.toSorted());
  const ids = oddest.filter(({ view }) => view.service === 'SSM').map(({ view }) => view.sessionId);
  expect(ids.toSorted()).toEqual(ODD_NAMES.map((name) => `${name}-0a`).toSorted());

  const { revision } = live.changes;
  for (const session of builder.location.ssmSessions.values()) {
    Object.assign(session, { Status: 'Terminated', EndDate: new Date('2026-11-02T09:00:11Z') });
  }
  await pass(30_000);
  const changes = live.changes.since(revision)?.flatMap((commit) => commit.changes) ?? [];
  expect(changes.map((change) => change.kind === 'ENDED' && change.reason)).toEqual(
    ODD_NAMES.map(() => 'REPORTED_BY_AWS'),
  );
  expect(sessions.size).toBe(ODD_NAMES.length);
});
