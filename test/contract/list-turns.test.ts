import { expect, onTestFinished, test } from 'vitest';
import { eventLoopCounts } from '../../src/paging/event-loop.ts';
import { startGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const USERS = 90;
const BY_REFERENCE = `query ($people: [_Any!]!) {
  _entities(representations: $people) { ... on User { sessions(first: 1) { nodes { id } } } }
}`;

test('Hundreds of lists of one query are begun over many turns of the event loop', async () => {
  const gateway = await startGateway({ world: buildWorld().ssmSessions({ count: 3 }).world });
  onTestFinished(() => gateway.close());
  const turnsFor = async (count: number) => {
    const people = Array.from({ length: count }, (_, index) => ({ __typename: 'User', userName: `user-${index}` }));
    const before = eventLoopCounts.turns;
    expect((await gateway.query(BY_REFERENCE, { people })).errors).toBeUndefined();
    return eventLoopCounts.turns - before;
  };
  // The first query reads what the others have from the cache.
  await turnsFor(2);
  const ofTwo = await turnsFor(2);
  expect((await turnsFor(USERS)) - ofTwo).toBeGreaterThanOrEqual(USERS / 16 - 1);
});
