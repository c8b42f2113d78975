import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { iterateSources } from '../../../src/paging/composite/iterate-sources.ts';
import { EVERYTHING, type PendingRange } from '../../../src/paging/composite/pending-range.ts';
import { decodeRanges, encodeResumeState } from '../../../src/paging/composite/range-codec.ts';
import type { SourceReport } from '../../../src/paging/composite/source-report.ts';
import type { SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { listsOf, type Tree, treeOf, trees } from '../../support/source-trees.ts';

const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

/** Turns of the event loop that a source takes to answer, by its path. */
type Delay = (path: string) => number;

interface Behaviour {
  readonly delay: Delay;
  /** Paths of the sources that fail. */
  readonly failing?: ReadonlySet<string>;
}

/** Makes every source of a tree answer late, or fail. */
function delayed(node: SourceNode<string, string>, behaviour: Behaviour, parent = ''): SourceNode<string, string> {
  const path = `${parent}/${node.key}`;
  async function wait(): Promise<void> {
    for (let turns = behaviour.delay(path); turns > 0; turns -= 1) await setImmediate();
    if (behaviour.failing?.has(path)) throw DOWN;
  }
  if ('source' in node) {
    const { source } = node;
    const listPage: typeof source.listPage = async (...page) => wait().then(() => source.listPage(...page));
    return { ...node, source: { ...source, listPage } };
  }
  return {
    ...node,
    async children() {
      await wait();
      return (await node.children()).map((child) => delayed(child, behaviour, path));
    },
  };
}

interface Page {
  readonly items: readonly string[];
  readonly reports: readonly SourceReport<string>[];
  readonly ranges: readonly PendingRange[];
}

/** Reads a page, and what a cursor behind its last item reads. */
async function readPage(
  tree: Tree,
  behaviour: Behaviour,
  count: number,
  ranges = [EVERYTHING] as readonly PendingRange[],
) {
  const iterator = iterateSources(delayed(treeOf(tree), behaviour), { ranges, deadline: performance.now() + 60_000 });
  const items: string[] = [];
  let resume = () => encodeResumeState({ ranges: iterator.progress().unread(), current: null });
  while (items.length < count) {
    const step = await iterator.next();
    if (step === null) break;
    items.push(step.item);
    resume = () => encodeResumeState(step.resumeState());
  }
  const page: Page = { items, reports: iterator.progress().reports(), ranges: decodeRanges(resume()) };
  return page;
}

const anyDelays = fc.array(fc.nat(4), { minLength: 1, maxLength: 8 }).map((turns): Delay => {
  const known = new Map<string, number>();
  return (path) => {
    if (!known.has(path)) known.set(path, turns[known.size % turns.length] ?? 0);
    return known.get(path) ?? 0;
  };
});

const pathsOf = (node: Tree['children'][number], parent = ''): string[] => {
  const path = `${parent}/${node.key}`;
  return [path, ...('children' in node ? node.children.flatMap((child) => pathsOf(child, path)) : [])];
};

const anyFailures = (tree: Tree) =>
  fc.subarray(pathsOf(tree).filter((path) => path !== '/')).map((paths): ReadonlySet<string> => new Set(paths));

const statusOf = ({ reports }: Page) => reports.map(({ metadata, status }) => [metadata, status]);

describe('The reports of sources', () => {
  test('are the same however fast each source answers, on the first page and behind a cursor', async () => {
    const treesThatFail = trees.chain((tree) => fc.tuple(fc.constant(tree), anyFailures(tree)));
    await fc.assert(
      fc.asyncProperty(treesThatFail, anyDelays, fc.nat(12), async ([tree, failing], delay, count) => {
        const first = await readPage(tree, { delay: () => 0, failing }, count);
        const later = await readPage(tree, { delay, failing }, count);
        expect(statusOf(later)).toEqual(statusOf(first));
        expect(later.items).toEqual(first.items);

        // A cursor with a range for each failed source, several of which may lead through one composite source.
        const next = await readPage(tree, { delay: () => 0 }, count, first.ranges);
        const nextLater = await readPage(tree, { delay }, count, first.ranges);
        expect(statusOf(nextLater)).toEqual(statusOf(next));
        expect(nextLater.items).toEqual(next.items);
      }),
      { numRuns: 300 },
    );
  });

  test('behind a cursor do not depend on whether a composite source with nothing left has answered before its turn', async () => {
    const group = (key: string, count: number): Tree => ({
      key,
      hasMetadata: true,
      children: [
        {
          key: 'list',
          items: Array.from({ length: count }, (_, index) => `${key}.${index}`),
          quirks: { pageLength: 1 },
        },
      ],
    });
    const tree: Tree = { key: '', hasMetadata: false, children: [group('a', 3), group('b', 1)] };
    const first = await readPage(tree, { delay: () => 0, failing: new Set(['//a']) }, 1);
    expect(first.items).toEqual(['b.0']);
    for (const turns of [0, 50]) {
      const delay = (path: string) => (path === '//b' ? turns : 0);
      const { items, reports } = await readPage(tree, { delay }, 1, first.ranges);
      expect(items).toEqual(['a.0']);
      expect(reports.map(({ status }) => status)).toEqual(['MORE', 'MORE']);
    }
  });

  test('name every list with metadata once all have been read', async () => {
    await fc.assert(
      fc.asyncProperty(trees, anyDelays, async (tree, delay) => {
        const page = await readPage(tree, { delay }, Number.POSITIVE_INFINITY);
        const names = page.reports.map(({ metadata }) => metadata);
        for (const list of listsOf(tree)) expect(names.some((name) => name.endsWith(`/${list.key}`))).toBe(true);
        expect(page.reports.every(({ status }) => status === 'COMPLETE')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('of a composite source that was not reached do not name its children', async () => {
    const list = (key: string) => ({ key, items: ['1', '2'], quirks: {} });
    const group = (key: string) => ({ key, hasMetadata: true, children: [list(`${key}.a`), list(`${key}.b`)] });
    const tree: Tree = { key: '', hasMetadata: false, children: [group('first'), group('second')] };
    const { reports } = await readPage(tree, { delay: () => 0 }, 1);
    expect(reports.map(({ metadata, status }) => [metadata, status])).toEqual([
      ['//first/first.a', 'MORE'],
      ['//first/first.b', 'MORE'],
      ['//second', 'MORE'],
    ]);
  });
});
