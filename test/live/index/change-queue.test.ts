import { expect, test } from 'vitest';
import { BATCH, changeQueue } from '../../../src/live/index/change-queue.ts';
import type { LiveSourceState, SessionChange } from '../../../src/live/live-session.ts';
import { commits, liveSession, sourceState, started } from '../../support/live-sessions.ts';

/** A queue whose writes are recorded: the number of changes of each batch, and the ids of sources. */
function recorded() {
  const writes: (number | string)[] = [];
  const queue = changeQueue({
    write: (changes) => writes.push(changes.length),
    writeSources: (states: readonly LiveSourceState[]) => writes.push(...states.map(({ id }) => id)),
  });
  return { queue, writes };
}

const changes = (count: number): SessionChange[] => Array.from({ length: count }, (_, at) => started(liveSession(at)));

test('A commit that fits into a batch is written at once', () => {
  const { queue, writes } = recorded();
  queue.add(commits()(changes(BATCH)));
  expect(writes).toEqual([BATCH]);
  expect(queue.revision).toBe(BATCH);
});

test('A larger commit is written a batch in each turn of the event loop, with its sources last', async () => {
  const { queue, writes } = recorded();
  queue.add(commits()(changes(2 * BATCH + 1), [sourceState('one')]));
  expect(writes).toEqual([BATCH]);
  let isTurn = false;
  setImmediate(() => {
    isTurn = true;
  });
  await queue.drained();
  expect(isTurn).toBe(true);
  expect(writes).toEqual([BATCH, BATCH, 1, 'one']);
});

test('The revision is that of the last written change, also within a commit', async () => {
  const { queue } = recorded();
  const commit = commits();
  queue.add(commit(changes(7)));
  queue.add(commit(changes(BATCH + 5)));
  expect(queue.revision).toBe(7 + BATCH);
  await queue.drained();
  expect(queue.revision).toBe(7 + BATCH + 5);
});

test('Commits are written in the order in which they were added', async () => {
  const { queue, writes } = recorded();
  const commit = commits();
  queue.add(commit(changes(BATCH + 1), [sourceState('first')]));
  queue.add(commit([], [sourceState('second')]));
  await queue.drained();
  expect(writes).toEqual([BATCH, 1, 'first', 'second']);
});

test('Nothing is awaited where nothing is pending', async () => {
  const { queue, writes } = recorded();
  await queue.drained();
  expect(writes).toEqual([]);
});

test('A closed queue drops what is not written, and lets those that wait continue', async () => {
  const { queue, writes } = recorded();
  queue.add(commits()(changes(3 * BATCH)));
  const drained = queue.drained();
  queue.close();
  await drained;
  await new Promise(setImmediate);
  expect(writes).toEqual([BATCH]);
});
