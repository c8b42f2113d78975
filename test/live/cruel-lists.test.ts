import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { startLive } from '../support/live.ts';
import { buildWorld, testRegion } from '../support/world.ts';

const ACCOUNT = '123456789012';
const FAILS: Fault = { kind: 'error', code: 'AccessDeniedException', operation: 'DescribeSessions', share: 0.3 };

/** Behaviour of AWS under which a scan can miss sessions that are there; at most every second scan does. */
const CRUEL: readonly (readonly [string, Partial<Quirks>, readonly Fault[]])[] = [
  ['fail now and then, on any page', {}, [FAILS]],
  ['end after their first page, every second time', { cutListingEvery: 2 }, []],
  ['are shuffled between two pages, in every second scan', { shuffledEvery: 6 }, []],
  ['move when a session ends', { countedTokens: true }, []],
  ['overlap', { repeatedItems: 3 }, []],
  ['have empty pages', { emptyPageEvery: 2, tokenAfterLastPage: true }, []],
];

describe.each(CRUEL)('Lists that %s', (_title, quirks, faults) => {
  test('end no session that is there, and keep none that is not', async () => {
    const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
    const { world } = builder.appStreamSessions({ stack: 'Design', fleet: 'design', count: 120 });
    const { live, pass, sessions, emulator } = await startLive({ world, quirks });
    const { appStreamSessions } = world.location(ACCOUNT, testRegion);
    emulator.faults.push(...faults);
    const ended = new Set<string>();
    const falseEnds: string[] = [];
    live.changes.subscribe(({ changes }) => {
      for (const { kind, session } of changes)
        if (kind === 'ENDED' && !ended.has(session.view.sessionId)) falseEnds.push(session.view.sessionId);
    });
    live.start();
    for (let minute = 0; minute < 3; minute += 1) {
      await pass(60_000, 1_000);
      const victim = [...appStreamSessions.values()][minute * 7]?.Id ?? '';
      ended.add(victim);
      appStreamSessions.delete(victim);
    }
    emulator.clearFaults();
    await pass(100_000, 1_000);
    expect(falseEnds).toEqual([]);
    expect(sessions.size).toBe(117);
    expect([...sessions.values()].filter(({ view }) => ended.has(view.sessionId))).toEqual([]);
  });
});
