import type { GatewayError } from '../../errors/gateway-error.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { type PageReader, pageReader } from '../page-reader.ts';
import type { Position } from '../position.ts';
import { EVERYTHING, type PendingRange } from './pending-range.ts';
import { type Entry, type Outcome, prefetch } from './prefetch.ts';
import {
  type DeferredSource,
  isWhole,
  mergeAside,
  type ResumeState,
  remainingFrom,
  runsOf,
  startingAt,
} from './resume-state.ts';
import { type SourceReport, sourceReports } from './source-report.ts';
import type { SourceNode } from './source-tree.ts';

/** An item, and all that is still to be read once it has been. */
export interface Step<Item> {
  readonly item: Item;
  /** Made when it is asked for. */
  remaining(): ResumeState;
}

export interface IterateOptions<Item> {
  /** What is left to read, from a cursor. */
  readonly intervals?: readonly PendingRange[];
  readonly matches?: (item: Item) => boolean;
  /** When to stop waiting, by `performance.now()`. */
  readonly endsAt: number;
}

/** Many lists read as one, one behind the other. */
export interface SourceIterator<Item, Metadata> {
  /**
   * The next item; null where there is none, or no time.
   *
   * @throws GatewayError CURSOR_EXPIRED; whatever is no trouble of one source alone
   */
  next(): Promise<Step<Item> | null>;
  /** How it stands now, to be looked at later. */
  state(): IterationState<Metadata>;
}

/** How a walk stood at one moment. */
export interface IterationState<Metadata> {
  /** What is owed: failed, passed over, or not reached in time. */
  owed(): readonly PendingRange[];
  /** Of each source how it stands. */
  reports(): readonly SourceReport<Metadata>[];
}

/** How much of the time that is left one source may take while others wait behind it; of one that failed before, less. */
const PATIENCE = 0.5;
const PATIENCE_WITH_OWED = 0.1;

/**
 * Reads a tree of lists in order. A source that fails is set aside and the others go on; one that is slow is passed over,
 * with what is behind it in its unit, and waited for when all others have been read. Whatever was set aside is owed by
 * every cursor made from then on.
 */
export function iterateSources<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  { intervals = [EVERYTHING], matches = () => true, endsAt }: IterateOptions<Item>,
): SourceIterator<Item, Metadata> {
  const reports = sourceReports<Metadata>();
  const ahead = prefetch(root, intervals, (skipped) => reports.add(skipped, 'COMPLETE'));
  let aside: readonly DeferredSource<Item, Metadata>[] = [];
  let isLastRound = false;
  let isOutOfTime = false;
  let steps = 0;
  let reading: { readonly entry: Entry<Item, Metadata>; readonly reader: PageReader<Item> } | null = null;
  let latestAside: DeferredSource<Item, Metadata> | null = null;

  function setAside(entry: Entry<Item, Metadata>, error: GatewayError | null, wasWaitedFor = true): void {
    const isNeighbour = latestAside?.entry.interval === entry.interval && isWhole(entry);
    latestAside = { entry, error, wasWaitedFor, neighbour: isNeighbour ? latestAside : null };
    aside = [...aside, latestAside];
    ahead.shift();
  }

  /** A service that does not answer for one of its lists would use up the time of all others, list by list. */
  function passOver(slow: Entry<Item, Metadata>): void {
    const { unit, interval } = slow;
    setAside(slow, null);
    while (unit !== undefined) {
      const [entry] = ahead.entries;
      if (entry?.unit !== unit || entry.interval !== interval) return;
      setAside(entry, null, false);
    }
  }

  /** What was passed over, once more: first what nobody has waited for yet, then the rest, whichever answers first. */
  function beginRound(): boolean {
    const late = aside.filter(({ error }) => error === null);
    const fresh = late.filter(({ wasWaitedFor }) => !wasWaitedFor);
    if (isLastRound || late.length === 0) return false;
    isLastRound = fresh.length === 0;
    const again = new Set(isLastRound ? late : fresh);
    aside = aside.filter((each) => !again.has(each));
    latestAside = null;
    const runs = isLastRound ? late.flatMap((each) => runsOf([each])) : runsOf(fresh);
    for (const { interval, entries } of runs) for (const entry of entries) ahead.push({ ...entry, interval });
    return true;
  }

  /** Counted from when it was opened: many that are slow together are waited for together. */
  function patience({ interval, opened }: Entry<Item, Metadata>): number {
    const left = endsAt - performance.now();
    const isAlone = ahead.entries.length === 1 && aside.every(({ error }) => error !== null);
    if (isLastRound || isAlone) return left;
    const isOwed = interval.to !== null && intervals.includes(interval);
    return left - (endsAt - (opened?.at ?? performance.now())) * (1 - (isOwed ? PATIENCE_WITH_OWED : PATIENCE));
  }

  function stepAt(entry: Entry<Item, Metadata>, item: Item, behind: () => Position | null): Step<Item> {
    const [before, following] = [aside, ahead.entries];
    return {
      item,
      remaining: () => remainingFrom(before, { from: entry.path, at: behind(), to: entry.interval.to }, following),
    };
  }

  /** The next item of the page that is being read, if it has one; the page is done with if not. */
  function takeFrom(
    entry: Entry<Item, Metadata>,
    { page }: Outcome<Item, Metadata> & { kind: 'page' },
  ): Step<Item> | null {
    latestAside = null;
    if (reading?.entry !== entry) reading = { entry, reader: pageReader(page, entry.position) };
    const { reader } = reading;
    for (let next = reader.next(); next !== null; next = reader.next()) {
      if (!matches(next.item)) continue;
      const { position, isLast } = reader.show();
      return stepAt(entry, next.item, isLast ? () => null : position);
    }
    const following = reader.following();
    if (following === null) {
      reports.add(entry, 'COMPLETE');
      ahead.shift();
      return null;
    }
    ahead.goOn(following);
    const [goesOn] = ahead.entries;
    const fault = entry.guard.faultOf(entry.position, page);
    if (fault && goesOn) setAside(goesOn, fault);
    return null;
  }

  async function next(): Promise<Step<Item> | null> {
    while (!isOutOfTime) {
      // Pages from the cache are answered without a turn of the event loop, and are work of ours all the same.
      await yieldToEventLoop();
      steps += 1;
      if (steps > 1 && performance.now() >= endsAt) {
        isOutOfTime = true;
        return null;
      }
      const [entry] = ahead.entries;
      if (!entry) {
        if (!beginRound()) return null;
        continue;
      }
      if (isLastRound && !entry.opened?.outcome) {
        await ahead.bringAnswered(endsAt - performance.now());
        if (ahead.entries[0] !== entry) continue;
      }
      const outcome = await ahead.outcome(() => patience(entry));
      if (outcome?.kind === 'page') {
        const step = takeFrom(entry, outcome);
        if (step) return step;
      } else if (outcome?.kind === 'children') {
        if (outcome.children.length === 0) reports.add(entry, 'COMPLETE');
        ahead.expand();
      } else if (outcome) setAside(entry, outcome.error);
      else if (performance.now() >= endsAt) isOutOfTime = true;
      else passOver(entry);
    }
    return null;
  }

  function state(): IterationState<Metadata> {
    const [before, entries, isLate, known] = [aside, ahead.entries, isOutOfTime, reports.snapshot()];
    return {
      owed: () => {
        const [first] = entries;
        if (!isLate || !first) return mergeAside(before);
        return remainingFrom(before, startingAt(first), entries).intervals;
      },
      reports() {
        const all = known.copy();
        for (const { entry, error } of before) all.add(entry, error ? 'FAILED' : 'PENDING', error);
        for (const entry of entries) all.add(entry, isLate ? 'PENDING' : 'MORE');
        return all.list();
      },
    };
  }

  return { next, state };
}
