import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { loadBisecting } from '../../src/services/load-by-key.ts';

/** AWS with some things, which refuses a whole batch for one unknown key. */
function strictAws(existing: ReadonlySet<string>) {
  const calls: (readonly string[])[] = [];
  const load = async (keys: readonly string[]) => {
    calls.push(keys);
    if (keys.some((key) => !existing.has(key))) throw new GatewayError('NOT_FOUND', 'unknown');
    // In another order than asked: answers are matched by key, never by position.
    return new Map([...keys].reverse().map((key) => [key, key.toUpperCase()]));
  };
  return { calls, load };
}

test('One unknown name never harms the others', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 50 }),
      fc.func(fc.boolean()),
      async (keys, exists) => {
        const existing = new Set(keys.filter(exists));
        const { load } = strictAws(existing);
        expect(await loadBisecting(keys, load)).toEqual(
          keys.map((key) => (existing.has(key) ? key.toUpperCase() : null)),
        );
      },
    ),
  );
});

test('Known names are one call', async () => {
  const { calls, load } = strictAws(new Set(['a', 'b', 'c']));
  await loadBisecting(['a', 'b', 'c'], load);
  expect(calls).toHaveLength(1);
});

test('AWS that leaves unknown names out is read right, too', async () => {
  expect(await loadBisecting(['a', 'gone'], async () => new Map([['a', 'A']]))).toEqual(['A', null]);
});

test('Any other failure is the failure of the batch, and is not halved', async () => {
  let calls = 0;
  const load = async () => {
    calls += 1;
    throw new GatewayError('UPSTREAM_THROTTLED', 'later');
  };
  await expect(loadBisecting(['a', 'b'], load)).rejects.toMatchObject({ code: 'UPSTREAM_THROTTLED' });
  expect(calls).toBe(1);
});
