import { describe, expect, test } from 'vitest';
import { createChangeLog } from '../../../src/live/change-log.ts';
import { untilRevision } from '../../../src/live/live-sessions/until-revision.ts';
import { liveClock } from '../../support/live.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** Begins to wait for a revision of a log that is at 2. */
function startWait(revision: number, signal = new AbortController().signal) {
  const virtual = virtualClock();
  const log = createChangeLog({ id: 'a', now: () => 0 });
  let listeners = 0;
  const counted = <Listener>(subscribe: (listener: Listener) => () => void) => {
    return (listener: Listener) => {
      listeners += 1;
      const unsubscribe = subscribe(listener);
      return () => {
        listeners -= 1;
        unsubscribe();
      };
    };
  };
  const changes = { ...log, subscribe: counted(log.subscribe), onRestart: counted(log.onRestart) };
  Object.defineProperty(changes, 'revision', { get: () => log.revision });
  const append = (from: number, to: number) =>
    log.append({ from, to, changes: [], sources: [], removedSources: [], committedAt: 0 });
  append(0, 2);
  let isOver = false;
  void untilRevision(changes, revision, 1_000, signal, liveClock(virtual)).then(() => {
    isOver = true;
  });
  const state = async () => {
    await virtual.run(virtual.now());
    return { isOver, listeners };
  };
  return { log, append, state, virtual };
}

const WAITING = { isOver: false, listeners: 2 };
const OVER = { isOver: true, listeners: 0 };

describe('Waiting for a revision that another process has shown', () => {
  test('is over at once where it is shown here', async () => {
    for (const revision of [0, 1, 2]) expect(await startWait(revision).state()).toEqual(OVER);
  });

  test('lasts until a commit that ends with it, or after it', async () => {
    for (const last of [4, 9]) {
      const { append, state } = startWait(4);
      append(2, 3);
      expect(await state()).toEqual(WAITING);
      append(3, last);
      expect(await state()).toEqual(OVER);
    }
  });

  test('is over when the log begins anew: its revisions are others', async () => {
    const { log, state } = startWait(4);
    expect(await state()).toEqual(WAITING);
    log.restart({ id: 'b', revision: 1, commits: [] });
    expect(await state()).toEqual(OVER);
  });

  test('is over when its time is', async () => {
    const { state, virtual } = startWait(4);
    await virtual.run(999);
    expect(await state()).toEqual(WAITING);
    await virtual.run(1_000);
    expect(await state()).toEqual(OVER);
  });

  test('is over when its reader leaves', async () => {
    const leaving = new AbortController();
    const { state } = startWait(4, leaving.signal);
    expect(await state()).toEqual(WAITING);
    leaving.abort();
    expect(await state()).toEqual(OVER);
  });
});
