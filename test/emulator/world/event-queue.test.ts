import { expect, test } from 'vitest';
import { createEventQueue } from '../../../emulator/world/event-queue.ts';
import { createRandom } from '../../../emulator/world/random.ts';

function takeAll(queue: ReturnType<typeof createEventQueue<string>>, now: number): string[] {
  const taken: string[] = [];
  for (let due = queue.takeDue(now); due; due = queue.takeDue(now)) taken.push(`${due.event}@${due.at}`);
  return taken;
}

test('Events come earliest first, and at the same moment in the order of adding', () => {
  const queue = createEventQueue<string>();
  for (const [at, event] of [
    [5, 'c'],
    [1, 'a'],
    [5, 'd'],
    [3, 'b'],
  ] as const)
    queue.add(at, event);
  expect(takeAll(queue, 10)).toEqual(['a@1', 'b@3', 'c@5', 'd@5']);
});

test('An event that is not due stays', () => {
  const queue = createEventQueue<string>();
  queue.add(5, 'later');
  expect(takeAll(queue, 4)).toEqual([]);
  expect(takeAll(queue, 5)).toEqual(['later@5']);
});

test('A thousand events in any order come sorted', () => {
  const random = createRandom(3);
  const queue = createEventQueue<string>();
  const times = Array.from({ length: 1000 }, () => random.between(0, 500));
  for (const at of times) queue.add(at, 'x');
  expect(takeAll(queue, 500)).toEqual(times.toSorted((a, b) => a - b).map((at) => `x@${at}`));
});

test('Skipping puts everything off by as much as the next event is late', () => {
  const queue = createEventQueue<string>();
  queue.add(10, 'a');
  queue.add(15, 'b');
  expect(queue.skipTo(5)).toBe(false);
  expect(queue.skipTo(100)).toBe(true);
  queue.add(101, 'new');
  expect(takeAll(queue, 200)).toEqual(['a@100', 'new@101', 'b@105']);
});

test('An empty queue has nothing to skip', () => {
  expect(createEventQueue<string>().skipTo(5)).toBe(false);
});
