import { describe, expect, test } from 'vitest';
import { within } from '../../../src/live/live-sessions/within.ts';
import { liveClock } from '../../support/live.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const never = new Promise<void>(() => {});

/** Begins to wait, and tells what became of it so far. */
function waiting(done: Promise<void>, milliseconds: number, signal = new AbortController().signal) {
  const virtual = virtualClock();
  const state = { is: 'waiting', listeners: 0 };
  const counted = {
    get aborted() {
      return signal.aborted;
    },
    addEventListener(...args: Parameters<AbortSignal['addEventListener']>) {
      state.listeners += 1;
      signal.addEventListener(...args);
    },
    removeEventListener(...args: Parameters<AbortSignal['removeEventListener']>) {
      state.listeners -= 1;
      signal.removeEventListener(...args);
    },
  } as AbortSignal;
  within(done, milliseconds, counted, liveClock(virtual)).then(
    () => {
      state.is = 'over';
    },
    () => {
      state.is = 'failed';
    },
  );
  return { state, virtual };
}

describe('Waiting for something', () => {
  test('ends when it is there', async () => {
    const { state, virtual } = waiting(Promise.resolve(), 1_000);
    await virtual.run(0);
    expect(state).toEqual({ is: 'over', listeners: 0 });
    expect(virtual.nextAt).toBe(Infinity);
  });

  test('ends when the time has passed, and not before', async () => {
    const { state, virtual } = waiting(never, 1_000);
    await virtual.run(999);
    expect(state.is).toBe('waiting');
    await virtual.run(1_000);
    expect(state).toEqual({ is: 'over', listeners: 0 });
  });

  test.each([0, -5])('takes no time where %d ms are left', async (milliseconds) => {
    const { state, virtual } = waiting(never, milliseconds);
    await virtual.run(0);
    expect(state.is).toBe('over');
  });

  test('ends when its reader leaves, and leaves no timer', async () => {
    const reader = new AbortController();
    const { state, virtual } = waiting(never, 1_000, reader.signal);
    await virtual.run(10);
    expect(state.is).toBe('waiting');
    reader.abort();
    await virtual.run(20);
    expect(state).toEqual({ is: 'over', listeners: 0 });
    expect(virtual.nextAt).toBe(Infinity);
  });

  test('does not begin for a reader that has left', async () => {
    const { state, virtual } = waiting(never, 1_000, AbortSignal.abort());
    await virtual.run(0);
    expect(state.is).toBe('over');
  });

  test('rejects as it does, and leaves neither timer nor listener', async () => {
    const { state, virtual } = waiting(Promise.reject(new Error('failed')), 1_000);
    await virtual.run(0);
    expect(state).toEqual({ is: 'failed', listeners: 0 });
    expect(virtual.nextAt).toBe(Infinity);
  });
});
