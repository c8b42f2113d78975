import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { type ListScan, scanList } from '../../../src/live/reconciler/scan-list.ts';
import type { PageSource } from '../../../src/paging/page-source.ts';
import type { AnySession } from '../../../src/sessions/any-session.ts';
import { liveClock } from '../../support/live.ts';
import { liveSession } from '../../support/live-changes.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

interface Scanned extends ListScan {
  /** Ids of the pages in the order of reading. */
  readonly pages: readonly (readonly string[])[];
}

/** A list of pages of ids. @param tokens tokens of the pages that follow; by default their numbers */
function listOf(pages: readonly (readonly string[])[], fails: Readonly<Record<number, Error>> = {}, loopsTo?: number) {
  const source: PageSource<AnySession> = {
    id: 'list',
    async listPage(token) {
      const at = Number(token ?? 0);
      if (fails[at]) throw fails[at];
      const isLast = at + 1 >= pages.length;
      const nextToken = isLast ? (loopsTo === undefined ? null : String(loopsTo)) : String(at + 1);
      return { items: (pages[at] ?? []).map((id) => liveSession(id)), nextToken };
    },
  };
  return source;
}

async function scan(source: PageSource<AnySession>, stopsAfter = Infinity): Promise<Scanned> {
  const pages: string[][] = [];
  const result = await scanList(source, {
    clock: liveClock(virtualClock()),
    idOf: ({ view }) => view.sessionId,
    onPage: ({ sessions }) => void pages.push(sessions.map(({ view }) => view.sessionId)),
    room: () => undefined,
    isStopped: () => pages.length >= stopsAfter,
  });
  return { ...result, pages };
}

const notFound = new GatewayError('NOT_FOUND', 'Gone.', { retryable: false });
const denied = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });

describe('A scan', () => {
  test('reads a list from the first page to the last, each page shown before the next is requested', async () => {
    const pages = [['a', 'b'], [], ['c']];
    expect(await scan(listOf(pages))).toEqual({
      isComplete: true,
      hasMoved: false,
      isOfDeletedResource: false,
      sessions: 3,
      pages,
    });
  });

  test('is complete, and of a deleted resource, where AWS does not find the resource', async () => {
    expect(await scan(listOf([['a'], ['b']], { 1: notFound }))).toMatchObject({
      isComplete: true,
      isOfDeletedResource: true,
      sessions: 1,
    });
  });

  test('fails with the error of a page, and shows nothing behind it', async () => {
    await expect(scan(listOf([['a'], ['b']], { 1: denied }))).rejects.toBe(denied);
  });

  test.each([0, 1])('fails where a token leads back to page %i', async (loopsTo) => {
    await expect(scan(listOf([['a'], ['b']], {}, loopsTo))).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
  });

  test('is not complete where its reader stopped before the last page', async () => {
    expect(await scan(listOf([['a'], ['b'], ['c']]), 2)).toMatchObject({ isComplete: false, sessions: 2 });
    expect(await scan(listOf([['a']]), 0)).toMatchObject({ isComplete: false, pages: [] });
  });
});

describe('A list that moves while it is read', () => {
  test.each<[string, string[][], boolean]>([
    [
      'is one that repeats nothing: no',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      false,
    ],
    [
      'is one whose pages overlap: no',
      [
        ['a', 'b', 'c'],
        ['b', 'c', 'd'],
      ],
      false,
    ],
    ['is one that grew at its front by more than a page: no', [['a', 'b'], ['a', 'b'], ['c']], false],
    ['is one with an empty page between: no', [['a', 'b'], [], ['b', 'c']], false],
    [
      'is one that repeats out of place: yes',
      [
        ['a', 'b'],
        ['c', 'a'],
      ],
      true,
    ],
    [
      'is one that repeats in another order: yes',
      [
        ['a', 'b'],
        ['b', 'a', 'c'],
      ],
      true,
    ],
    [
      'is one that repeats the first, not the last, of a page: yes',
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      true,
    ],
    [
      'is one that repeats a page before the last: yes',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['a', 'b'],
      ],
      true,
    ],
    ['is one that repeats more than the page before: yes', [['a'], ['b'], ['a', 'b', 'c']], true],
  ])('%s', async (_title, pages, hasMoved) => {
    expect((await scan(listOf(pages))).hasMoved).toBe(hasMoved);
  });

  const lengths = fc.array(fc.record({ length: fc.integer({ min: 1, max: 5 }), overlap: fc.nat(5) }), { maxLength: 6 });

  test('is never one whose pages only overlap their predecessor', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, async (cuts) => {
        let end = 0;
        let previous = 0;
        const pages = cuts.map(({ length, overlap }) => {
          const start = end - Math.min(overlap, previous);
          end += length;
          previous = end - start;
          return Array.from({ length: previous }, (_, at) => `s${start + at}`);
        });
        expect((await scan(listOf(pages.length > 0 ? pages : [[]]))).hasMoved).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('is always one that shows an item of a page before the last again', async () => {
    const pages = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 3, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(pages, fc.nat(), async (sizes, pick) => {
        const list = sizes.map((size, page) => Array.from({ length: size }, (_, at) => `${page}/${at}`));
        const from = pick % (list.length - 2);
        const repeated = list[from]?.[pick % 2] as string;
        list.at(-1)?.push(repeated);
        expect((await scan(listOf(list))).hasMoved).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
