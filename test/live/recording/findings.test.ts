import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveCommit, LiveSourceState } from '../../../src/live/live-session.ts';
import { findings } from '../../../src/live/recording/findings.ts';
import type { Lease } from '../../../src/store/stored-change.ts';
import { liveSession, started } from '../../support/live-sessions.ts';

const UNITS = ['a', 'b'];

/** Finds of a source, under the lease of its unit. */
function foundOf(unit: string, number: number): LiveCommit {
  const id = `${unit} ${number}`;
  return {
    changes: [started({ ...liveSession(number), sourceId: id })],
    sources: [{ id } as LiveSourceState],
    removedSources: [`${id} gone`],
  };
}

const steps = fc.array(
  fc.record({
    unit: fc.constantFrom(...UNITS),
    does: fc.constantFrom('find', 'lose', 'take', 'take again at the same epoch'),
  }),
  { maxLength: 30 },
);

test('What is found is held exactly as long as the lease under which it was found, however leases come and go', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const leases = new Map<string, Lease>();
      let epoch = 0;
      const { note, held } = findings({ of: (sourceId) => leases.get(sourceId.slice(0, 1)) });
      const found: { readonly commit: LiveCommit; readonly unit: string; isLost: boolean }[] = [];
      const lose = (lost: string) => {
        leases.delete(lost);
        for (const each of found) if (each.unit === lost) each.isLost = true;
      };
      for (const [number, { unit, does }] of all.entries()) {
        if (does === 'find') {
          const commit = foundOf(unit, number);
          note(commit);
          found.push({ commit, unit, isLost: !leases.has(unit) });
        } else lose(unit);
        if (does === 'take') epoch += 1;
        if (does.startsWith('take')) leases.set(unit, { unit, epoch });
      }
      for (const { commit, isLost } of found) {
        expect(held(commit)).toEqual(isLost ? { changes: [], sources: [], removedSources: [] } : commit);
      }
    }),
  );
});
