import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variableNames } from '../../src/config/config.ts';
import { nearestName } from '../../src/config/nearest-name.ts';

/** Fewest edits by definition: try each of them at the first difference. */
function edits(one: string, other: string): number {
  if (one === '' || other === '') return one.length + other.length;
  if (one[0] === other[0]) return edits(one.slice(1), other.slice(1));
  return 1 + Math.min(edits(one.slice(1), other), edits(one, other.slice(1)), edits(one.slice(1), other.slice(1)));
}

const names = fc.stringMatching(/^[AB_]{1,6}$/);

describe('The nearest name', () => {
  test('has the fewest edits, at most a third of its length, and is the first of several', () => {
    fc.assert(
      fc.property(names, fc.array(names, { maxLength: 5 }), (given, known) => {
        const near = known
          .map((name) => ({ name, count: edits(given, name) }))
          .filter(({ name, count }) => count <= Math.ceil(name.length / 3));
        const fewest = Math.min(...near.map(({ count }) => count));
        expect(nearestName(given, known)).toBe(near.find(({ count }) => count === fewest)?.name);
      }),
      { numRuns: 500 },
    );
  });

  test('of each variable is found after one typo, in any case, and without its prefix', () => {
    const known = variableNames().filter((name) => name === name.toUpperCase());
    for (const name of known) {
      const at = name.length - Math.floor(name.replace('GATEWAY_', '').length * 0.3);
      expect(nearestName(name, known)).toBe(name);
      expect(nearestName(name.toLowerCase(), known)).toBe(name);
      if (name.startsWith('GATEWAY_')) expect(nearestName(name.slice(8), known)).toBe(name);
      // A character twice is nearer to its own name than to any other.
      const doubled = name.slice(0, at) + name[at - 1] + name.slice(at);
      expect(edits1(doubled, nearestName(doubled, known) ?? '')).toBeLessThanOrEqual(1);
    }
  });

  test('of something else is none', () => {
    expect(nearestName('GATEWAY_XYZZY_QUUX', variableNames())).toBeUndefined();
    expect(nearestName('anything', [])).toBeUndefined();
  });
});

/** Returns 0 for equal texts, 1 for those of which one has one more character, and 2 for others. */
function edits1(longer: string, shorter: string): number {
  if (longer === shorter) return 0;
  const rest = [...longer].findIndex((character, at) => character !== shorter[at]);
  return longer.slice(rest + 1) === shorter.slice(rest) ? 1 : 2;
}
