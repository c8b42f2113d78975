import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/paging/page-source.ts';
import { isLoop, isTrail, NO_TRAIL, type Trail, trailBehind } from '../../src/paging/page-trail.ts';
import { START } from '../../src/paging/position.ts';
import { errorOnArrival, tokenGuard } from '../../src/paging/token-guard.ts';

/** Follows tokens, each request seeing one page, until a loop is found. @returns pages read; null: none was found in `most` */
function pagesUntilLoop(tokenOf: (page: number) => string, most: number): number | null {
  let trail: Trail = NO_TRAIL;
  for (let page = 1; page <= most; page += 1) {
    trail = trailBehind(trail, tokenOf(page));
    if (isLoop(trail)) return page;
  }
  return null;
}

describe('Tokens that lead in a circle, of which each request sees a part', () => {
  test('are found, however long the circle is and wherever it begins', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 40 }), (lead, length) => {
        const tokenOf = (page: number) => `t${page <= lead ? page : lead + ((page - lead) % length)}`;
        const found = pagesUntilLoop(tokenOf, 8 * (lead + length) + 8);
        expect(found).not.toBeNull();
        // Not before the circle closes, and within a few rounds of it.
        expect(found as number).toBeGreaterThan(length);
        expect(found as number).toBeLessThanOrEqual(3 * (lead + length) + 2);
      }),
      { numRuns: 300 },
    );
  });

  test('are not found where there is none', () => {
    expect(pagesUntilLoop((page) => `t${page}`, 5_000)).toBeNull();
  });

  test('are found in what a cursor holds of a trail, whatever it was before', () => {
    const trail = trailBehind({ pages: 3, mark: 'AAAAAAAA' }, 'x');
    expect(trail).toMatchObject({ pages: 4 });
    expect(isTrail(trail.pages, trail.mark)).toBe(true);
  });

  test('are no loop for the page behind them: it can be read again', () => {
    const again = trailBehind({ pages: 0, mark: trailBehind(NO_TRAIL, 'x').mark }, 'y');
    expect(isLoop(again)).toBe(false);
  });
});

describe('The members of a trail from a cursor', () => {
  test.each([
    [0, ''],
    [1, 'AAAAAAAA'],
    [999_999, 'a-_9ZZZZ'],
  ])('may be %j and %j', (pages, mark) => {
    expect(isTrail(pages, mark)).toBe(true);
  });

  test.each([
    [-1, ''],
    [1.5, ''],
    ['1', ''],
    [null, ''],
    [Number.NaN, ''],
    [1, 'AAAAAAA'],
    [1, 'AAAAAAAAA'],
    [1, 'AAAAAAA='],
    [1, null],
    [1, ['AAAAAAAA']],
  ])('may not be %j and %j', (pages, mark) => {
    expect(isTrail(pages, mark)).toBe(false);
  });
});

type Checked = Pick<Page<unknown>, 'nextToken' | 'origin'>;
const origin = { service: 'ssm', operation: 'DescribeSessions' };

describe('The guard of one request', () => {
  const guardOf = (tokens: readonly (string | null)[], from: string | null = null) => {
    const guard = tokenGuard();
    let token = from;
    return tokens.map((nextToken) => {
      const error = guard.errorAfter(token, { nextToken, origin } as Checked);
      token = nextToken;
      return error?.code ?? null;
    });
  };

  test('lets a list end', () => {
    expect(guardOf(['a', 'b', 'c', null])).toEqual([null, null, null, null]);
  });

  test.each([
    ['the same again', ['a', 'a'], [null, 'UPSTREAM_ERROR']],
    ['one of two in turn', ['a', 'b', 'a'], [null, null, 'UPSTREAM_ERROR']],
    ['one of any before', ['a', 'b', 'c', 'b'], [null, null, null, 'UPSTREAM_ERROR']],
  ])('rejects a token that was requested before: %s', (_title, tokens, codes) => {
    expect(guardOf(tokens)).toEqual(codes);
  });

  test('rejects the token that a request began with', () => {
    expect(guardOf(['b', 'a'], 'a')).toEqual([null, 'UPSTREAM_ERROR']);
  });

  test('ends a list whose tokens never repeat after 5,000 pages', () => {
    const codes = guardOf(Array.from({ length: 5_000 }, (_, page) => `t${page}`));
    expect(codes.slice(0, 4_999).every((code) => code === null)).toBe(true);
    expect(codes.at(-1)).toBe('UPSTREAM_ERROR');
  });

  test('names service and operation, and says that another attempt will not help', () => {
    const error = tokenGuard().errorAfter('a', { nextToken: 'a', origin } as Checked);
    expect(error).toMatchObject({
      message: 'ssm.DescribeSessions does not end: it gave a NextToken twice.',
      extensions: { ...origin, retryable: false },
    });
  });

  test('knows no name of a list that is not one of AWS', () => {
    const error = tokenGuard().errorAfter('a', { nextToken: 'a' } as Checked);
    expect(error?.message).toBe('A list does not end: it gave a NextToken twice.');
  });
});

test('A page whose trail is a loop is rejected on arrival, any other is not', () => {
  const at = (trail: Trail) => errorOnArrival({ ...START, trail }, { nextToken: null, origin } as Checked)?.code;
  expect([at(NO_TRAIL), at({ pages: 3, mark: 'AAAAAAAA' }), at({ pages: 0, mark: 'AAAAAAAA' })]).toEqual([
    undefined,
    undefined,
    'UPSTREAM_ERROR',
  ]);
});
