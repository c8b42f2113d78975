import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayChange, type WriteScope } from '../../console/src/app/caller.ts';
import { VIEWS, visibleViews } from '../../console/src/app/views.ts';

const READ = [
  'sessions:read',
  'sessions:read:own',
  'fleets:read',
  'history:read',
  'history:read:own',
  'usage:read',
] as const;
const WRITE: readonly WriteScope[] = ['sessions:terminate', 'fleets:write', 'pools:write'];
const titlesOf = (...scopes: readonly string[]) => visibleViews(new Set(scopes), true).map(({ title }) => title);

describe('The navigation of a caller', () => {
  test.each([
    [READ, ['Sessions', 'Users', 'Fleets', 'Pools', 'Shells', 'History', 'Usage', 'Health']],
    [['sessions:read:own'], ['My sessions', 'Shells', 'Health']],
    [
      ['sessions:read:own', 'history:read:own'],
      ['My sessions', 'Shells', 'My history', 'Health'],
    ],
    [['fleets:read'], ['Fleets', 'Pools']],
    [['usage:read'], ['Usage']],
    [['sessions:terminate', 'people:erase'], []],
  ])('with the scopes %j has the views %j', (scopes, titles) => {
    expect(titlesOf(...scopes)).toEqual(titles);
  });

  test('has no fewer views with one more scope', () => {
    fc.assert(
      fc.property(fc.subarray([...READ]), fc.constantFrom(...READ), (scopes, more) => {
        const pathsOf = (each: readonly string[]) => visibleViews(new Set(each), true).map(({ path }) => path);
        expect(pathsOf([...scopes, more])).toEqual(expect.arrayContaining(pathsOf(scopes)));
      }),
    );
  });

  test('has no live view where live sessions are off', () => {
    const paths = visibleViews(new Set(READ), false).map(({ path }) => path);
    expect(paths).toEqual(['/fleets', '/pools', '/shells', '/history', '/usage']);
  });
});

test('An action is offered to callers with its own scope, where the gateway changes anything', () => {
  for (const scope of WRITE) {
    expect(mayChange(new Set([...READ, ...WRITE]), scope, true)).toBe(true);
    expect(mayChange(new Set([...READ, ...WRITE]), scope, false)).toBe(false);
    expect(mayChange(new Set([...READ, ...WRITE.filter((other) => other !== scope)]), scope, true)).toBe(false);
  }
});

test('Each view has a path of its own, which the server takes for one', () => {
  const paths = VIEWS.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const path of paths) expect(path).toMatch(/^\/[a-z]+$/);
});
