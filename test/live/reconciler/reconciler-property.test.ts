import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mischief } from '../../support/cruel-list.ts';
import { type CruelSource, cruelWorld } from '../../support/cruel-world.ts';

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const mischief: fc.Arbitrary<Mischief> = fc.oneof(
  fc.constantFrom<Mischief>('fail', 'cut', 'shuffle'),
  fc.record({ ends: share }),
  fc.record({ begins: share }),
);
const list = fc.record({
  pageLength: fc.integer({ min: 2, max: 12 }),
  latencyMs: fc.integer({ min: 20, max: 800 }),
  tokens: fc.constantFrom('count' as const, 'rank' as const),
  mischief: fc.array(fc.array(mischief, { maxLength: 2 }), { maxLength: 25 }),
  sessions: fc.nat(40),
});
const source: fc.Arbitrary<CruelSource> = fc.array(list, { minLength: 1, maxLength: 3 });
const world = fc.record({
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  discoveries: fc.array(fc.constantFrom('fail' as const, 'hide' as const, 'none' as const), { maxLength: 6 }),
  areBound: fc.boolean(),
  deletes: fc.option(fc.tuple(fc.nat(2), fc.constantFrom('NOT_FOUND' as const, 'UPSTREAM_ERROR' as const, null))),
});

/** Longest interval: two thirds of the maximum age. */
const INTERVAL_MS = 40_000;

describe('Lists that shuffle, fail, are cut and move under their reader', () => {
  test('end no session that the world has, and keep none that it has not for longer than two scans and an interval', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ deletes, ...options }) => {
        const cruel = cruelWorld(options);
        const { clock, reconciler } = cruel;
        void reconciler.resume();
        await clock.run(60_000);
        if (deletes && deletes[0] < options.sources.length) cruel.delete(...deletes);
        await clock.run(clock.now() + 30_000);
        expect(cruel.falseEnds).toEqual([]);

        cruel.calm();
        // The scan under way, two full scans, and what the others of the partition take meanwhile.
        const scanMs = cruel.lists
          .flat()
          .reduce((sum, { pages }, index) => sum + pages * latencyOf(options.sources, index), 0);
        await clock.run(clock.now() + INTERVAL_MS + 3 * scanMs + 1_000);
        expect(cruel.falseEnds).toEqual([]);
        expect([...cruel.sessions.keys()].sort()).toEqual([...cruel.ids()].sort());
        reconciler.close();
      }),
      { numRuns: 200 },
    );
  });
});

const latencyOf = (sources: readonly CruelSource[], index: number) => sources.flat()[index]?.latencyMs ?? 0;
