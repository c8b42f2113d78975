import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { childIndex } from '../../../src/paging/composite/child-index.ts';
import { EVERYTHING, type PendingRange } from '../../../src/paging/composite/pending-range.ts';
import type { QueuedSource } from '../../../src/paging/composite/queued-source.ts';
import { decodeRanges, encodeResumeState } from '../../../src/paging/composite/range-codec.ts';
import { resumeBehind, unreadRanges } from '../../../src/paging/composite/resume-state.ts';
import { reportSources } from '../../../src/paging/composite/source-report.ts';
import type { SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { begin, type Transition, transition } from '../../../src/paging/composite/transition.ts';
import { pageReader } from '../../../src/paging/page-reader.ts';
import { START } from '../../../src/paging/position.ts';
import { listSource } from '../../support/list-source.ts';
import { childrenOf, type List, listsOf, pageOf, type Tree, treeOf, trees } from '../../support/source-trees.ts';

type Step = Transition<string, string>;
type Source = QueuedSource<string, string>;

/** Event of a source that is requested. */
type Answer = 'answers' | 'fails' | 'times out';

interface Run {
  readonly items: readonly string[];
  /** Pending ranges of a cursor behind the last item, or of what could not be read. */
  readonly ranges: readonly PendingRange[];
  readonly last: Step;
}

const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

/** Encodes ranges as a cursor and decodes them, so that no object of one iteration is known to the next. */
const throughCursor = (ranges: readonly PendingRange[], current: string | null) =>
  decodeRanges(encodeResumeState({ ranges, current }));

/**
 * Drives the machine as a script says, without a clock: one answer per request, and a deadline or the end of the page after
 * so many items or events.
 */
async function run(
  root: SourceNode<string, string>,
  ranges: readonly PendingRange[],
  answers: Iterator<Answer>,
  { maxItems = Infinity, maxEvents = Infinity, onItem = () => {} }: RunOptions = {},
): Promise<Run> {
  const items: string[] = [];
  const answeredLate = new Set<string>();
  let step = begin(root, ranges);
  for (let events = 0; step.effect.kind !== 'end'; events += 1) {
    const { state, effect } = step;
    const { source } = effect;
    const isFirstRequest = !answeredLate.has(source.request);
    const answer = events >= maxEvents ? 'deadline' : effect.kind === 'read' ? answers.next().value : 'answers';
    if (answer === 'deadline') step = transition(state, { kind: 'deadline' });
    else if (answer === 'fails') step = transition(state, { kind: 'failed', error: DOWN });
    else if (answer === 'times out' && isFirstRequest) {
      answeredLate.add(source.request);
      step = transition(state, { kind: 'timed-out' });
    } else if (!('source' in source.node)) {
      step = transition(state, { kind: 'children', source, children: await childrenOf(source), isFirst: true });
    } else {
      const page = await pageOf(source);
      const reader = pageReader(page, source.position);
      for (let next = reader.next(); next !== null; next = reader.next()) {
        const { position, isLast } = reader.show();
        items.push(next.item);
        const resume = resumeBehind(state, source, isLast ? null : position());
        onItem(next.item, throughCursor(resume.ranges, resume.current));
        if (items.length === maxItems)
          return { items, ranges: throughCursor(resume.ranges, resume.current), last: step };
      }
      step = transition(state, { kind: 'page-read', following: reader.following(), error: null });
    }
  }
  return { items, ranges: throughCursor(unreadRanges(step.state), null), last: step };
}

interface RunOptions {
  readonly maxItems?: number;
  readonly maxEvents?: number;
  readonly onItem?: (item: string, resume: readonly PendingRange[]) => void;
}

const always = (answer: Answer): Iterator<Answer> => ({ next: () => ({ value: answer, done: false }) });
const anyAnswers = fc.infiniteStream(fc.constantFrom<Answer[]>('answers', 'answers', 'answers', 'fails', 'times out'));
const itemsOf = (tree: Tree) => listsOf(tree).flatMap(({ items }) => items);

/** Follows cursors with sources that answer until nothing is pending. */
async function rest(root: SourceNode<string, string>, ranges: readonly PendingRange[]): Promise<string[]> {
  if (ranges.length === 0) return [];
  return [...(await run(root, ranges, always('answers'))).items];
}

describe('For any interleaving of answers, failures, timeouts, page ends and a deadline', () => {
  test('what was read and what the cursor still reads are the list, once each', async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.array(fc.record({ maxItems: fc.integer({ min: 1, max: 9 }), maxEvents: fc.nat(30) }), { maxLength: 6 }),
        anyAnswers,
        async (tree, pages, answers) => {
          const root = treeOf(tree);
          const read: string[] = [];
          let ranges: readonly PendingRange[] = [EVERYTHING];
          for (const page of pages) {
            if (ranges.length === 0) break;
            const result = await run(root, ranges, answers[Symbol.iterator](), page);
            read.push(...result.items);
            ranges = result.ranges;
          }
          read.push(...(await rest(root, ranges)));
          expect(read.toSorted()).toEqual(itemsOf(tree).toSorted());
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the cursor of every item reads exactly what was not read before it', async () => {
    await fc.assert(
      fc.asyncProperty(trees, anyAnswers, async (tree, answers) => {
        const root = treeOf(tree);
        const cursors: [item: string, ranges: readonly PendingRange[]][] = [];
        await run(root, [EVERYTHING], answers[Symbol.iterator](), { onItem: (...each) => cursors.push(each) });
        for (const [index, [, ranges]] of cursors.entries()) {
          const before = cursors.slice(0, index + 1).map(([item]) => item);
          expect([...before, ...(await rest(root, ranges))].toSorted()).toEqual(itemsOf(tree).toSorted());
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the items of one list keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(trees, anyAnswers, async (tree, answers) => {
        const { items } = await run(treeOf(tree), [EVERYTHING], answers[Symbol.iterator]());
        for (const list of listsOf(tree)) {
          const own = new Set(list.items);
          expect(items.filter((item) => own.has(item))).toEqual(
            list.items.slice(0, items.filter((item) => own.has(item)).length),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('an earlier state is not changed by later events: it makes the same cursor and reports', async () => {
    await fc.assert(
      fc.asyncProperty(trees, anyAnswers, fc.nat(20), async (tree, answers, maxEvents) => {
        const stream = answers[Symbol.iterator]();
        const { last } = await run(treeOf(tree), [EVERYTHING], stream, { maxEvents });
        const look = ({ state }: Step) => [unreadRanges(state), reportSources(state)];
        const before = JSON.stringify(look(last));
        if (last.state.queue) {
          transition(last.state, { kind: 'failed', error: DOWN });
          transition(last.state, { kind: 'timed-out' });
          transition(last.state, { kind: 'page-read', following: null, error: null });
        }
        expect(JSON.stringify(look(last))).toBe(before);
      }),
    );
  });
});

describe('Without failures', () => {
  test('the items are the list in order, and every source is COMPLETE', async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const { items, ranges, last } = await run(treeOf(tree), [EVERYTHING], always('answers'));
        expect(items).toEqual(itemsOf(tree));
        expect(ranges).toEqual([]);
        expect(reportSources(last.state).map(({ status }) => status)).not.toContain('MORE');
      }),
    );
  });
});

const list = (key: string, ...items: string[]): List => ({ key, items, quirks: { pageLength: 2 } });
const leaf = (key: string, ...items: string[]): SourceNode<string, string> => ({
  key,
  metadata: key,
  source: listSource(items, {}, key),
});
const composite = (...children: SourceNode<string, string>[]): SourceNode<string, string> => ({
  key: '',
  children: async () => children,
});

/** Begins and finds the children of the root. */
async function beginWith(...children: SourceNode<string, string>[]): Promise<Step> {
  const { state, effect } = begin(composite(...children), [EVERYTHING]);
  const { source } = effect as { source: Source };
  return transition(state, { kind: 'children', source, children: childIndex(children), isFirst: true });
}

const queueOf = ({ effect }: Step) => (effect.kind === 'end' ? [] : effect.prefetch.map(({ path }) => path.join('/')));

describe('The machine', () => {
  test('reads children in the order of their keys, each once', async () => {
    expect(queueOf(await beginWith(leaf('b'), leaf('a'), leaf('b')))).toEqual(['a', 'b']);
  });

  test('requests two sources in the beginning, one more for each that was taken, sixteen at most', async () => {
    let step = await beginWith(...Array.from({ length: 40 }, (_, index) => leaf(String(index).padStart(2, '0'))));
    const widths: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      widths.push(queueOf(step).length);
      step = transition(step.state, { kind: 'page-read', following: null, error: null });
    }
    expect(widths.slice(0, 4)).toEqual([3, 4, 5, 6]);
    expect(Math.max(...widths)).toBe(16);
  });

  test('gives a source half of the time while others are queued, all of it alone, a tenth for a retry', async () => {
    const shareOf = ({ effect }: Step) => (effect.kind === 'read' ? effect.timeShare : null);
    const two = await beginWith(leaf('a'), leaf('b'));
    expect(shareOf(two)).toBe(0.5);
    expect(shareOf(transition(two.state, { kind: 'page-read', following: null, error: null }))).toBe(1);
    expect(shareOf(transition(two.state, { kind: 'failed', error: DOWN }))).toBe(1);
    const retried = transition(two.state, { kind: 'failed', error: DOWN });
    const ranges = decodeRanges(encodeResumeState({ ranges: unreadRanges(retried.state), current: null }));
    expect(shareOf(begin(composite(leaf('a'), leaf('b')), [...ranges, { ...EVERYTHING, from: ['b'] }]))).toBe(0.1);
  });

  test('defers what follows a slow source in its unit, and first requests again what had no turn', async () => {
    const unit = { key: 'unit', metadata: 'unit', children: async () => [] };
    let step = await beginWith(unit, leaf('z'));
    const { source } = step.effect as { source: Source };
    const lists = [leaf('a'), leaf('b'), leaf('c')];
    step = transition(step.state, { kind: 'children', source, children: childIndex(lists), isFirst: true });
    step = transition(step.state, { kind: 'timed-out' });
    expect(queueOf(step)).toEqual(['z']);
    step = transition(step.state, { kind: 'page-read', following: null, error: null });
    expect(queueOf(step)).toEqual(['unit/b', 'unit/c']);
    step = transition(step.state, { kind: 'timed-out' });
    expect(queueOf(step)).toEqual(['unit/c']);
    step = transition(step.state, { kind: 'timed-out' });
    expect(step.effect.kind).toBe('read-any');
    expect(queueOf(step)).toEqual(['unit/a', 'unit/b', 'unit/c']);
  });

  test('in the last round moves to the front what answered first', async () => {
    let step = await beginWith(leaf('a'), leaf('b'));
    for (let count = 0; count < 2; count += 1) step = transition(step.state, { kind: 'timed-out' });
    expect(step.effect.kind).toBe('read-any');
    const { prefetch } = step.effect as { prefetch: readonly Source[] };
    step = transition(step.state, { kind: 'answered', rangeId: prefetch[1]?.range.id ?? '' });
    expect(queueOf(step)).toEqual(['b', 'a']);
  });

  test('compares sources and ranges by id: a copy of a state continues alike', async () => {
    const step = await beginWith(leaf('a', 'a.0'), leaf('b', 'b.0'));
    const { source } = step.effect as { source: Source };
    const copy = { ...source, range: { ...source.range, from: [...source.range.from] }, path: [...source.path] };
    const [original, copied] = [source, copy].map((each) =>
      transition(step.state, { kind: 'children', source: each, children: childIndex([leaf('x')]), isFirst: true }),
    );
    expect(queueOf(copied as Step)).toEqual(queueOf(original as Step));
    expect(resumeBehind(step.state, copy, null)).toEqual(resumeBehind(step.state, source, null));
  });

  test('defers a list whose next page leads in a circle, at that page', async () => {
    const step = await beginWith(leaf('a', ...list('a', '1', '2').items), leaf('b'));
    const following = { token: '2', shown: { hashes: '', settled: 0 }, trail: { pages: 1, mark: '' } };
    const { state } = transition(step.state, { kind: 'page-read', following, error: DOWN });
    expect(unreadRanges(state)).toMatchObject([{ from: ['a'], at: following, to: ['a'] }]);
    expect(reportSources(state).map(({ status }) => status)).toEqual(['FAILED', 'MORE']);
  });

  test('ends at the deadline, with everything queued still pending', async () => {
    const step = await beginWith(leaf('a'), leaf('b'));
    const { state, effect } = transition(step.state, { kind: 'deadline' });
    expect(effect).toEqual({ kind: 'end' });
    expect(unreadRanges(state)).toMatchObject([{ from: ['a'], to: null }]);
    expect(reportSources(state).map(({ status }) => status)).toEqual(['PENDING', 'PENDING']);
  });
});

test('A range that ends under the key under which it begins, in another parent, contains what is between', async () => {
  const group = (key: string) => ({ key, children: async () => [leaf('x', `${key}.x`), leaf('y', `${key}.y`)] });
  const range = { id: 'one', from: ['a', 'x'], at: START, to: ['b', 'x'], isRetry: true };
  const { items } = await run(composite(group('a'), group('b')), [range], always('answers'));
  expect(items).toEqual(['a.x', 'a.y', 'b.x']);
});

test('Deferring ten thousand sources copies no list of them', async () => {
  let step = await beginWith(...Array.from({ length: 10_000 }, (_, index) => leaf(String(index).padStart(5, '0'))));
  const rests = new Set<unknown>();
  while (step.state.queue) {
    const { queue, deferred } = step.state;
    step = transition(step.state, { kind: 'failed', error: DOWN });
    if (step.state.deferred?.rest !== deferred || step.state.queue !== queue.rest) rests.add(step.state);
  }
  expect(rests.size).toBe(0);
  expect(unreadRanges(step.state)).toHaveLength(1);
});
