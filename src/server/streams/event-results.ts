import type { SharedEvent } from '../../live/broadcaster/shared-source.ts';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import { type Replaceable, replaceable } from './member.ts';

export interface EventResultOptions {
  /** Executes the operation for an event, and serialises the result. Never rejects. */
  readonly execute: (event: unknown) => Promise<string>;
  /** Text that no result has otherwise: stands for `from`. */
  readonly mark: string;
  /** True if events are states, whose last result serves all who join. */
  readonly isState: boolean;
}

/** Results of the events of a group, and what is known of their size. */
export interface EventResults {
  of(event: SharedEvent): Promise<Replaceable>;
  /** Text of the last state; undefined before the first, or if events are no states. */
  readonly state: string | undefined;
  /** Most changes of the next event, so that its result is not too large. */
  limit(): number;
  /** Estimates the bytes of an event with so many changes. */
  bytesOf(changes: number): number;
}

/** Bytes of a result that a group aims at: one write to a slow client holds no more. */
const RESULT_BYTES = 128 * 1024;
/** Most changes of an event, whatever their size. */
const MAX_CHANGES = 1_000;
/** Changes of the first event, before their size is known. */
const FIRST_CHANGES = 200;
/** Changes whose execution takes as long as a page of a list, which is one step of a turn of the event loop. */
const CHANGES_PER_STEP = 20;

export function eventResults({ execute, mark, isState }: EventResultOptions): EventResults {
  let bytesPerChange = RESULT_BYTES / FIRST_CHANGES;
  let last: { readonly revision: number; readonly result: Replaceable; readonly text: string } | undefined;

  return {
    async of({ event, to: { revision }, changes }) {
      if (last?.revision === revision) return last.result;
      // Subscribers that follow at positions of their own need an execution each: others get their turn in between.
      await yieldToEventLoop(Math.max(1, Math.ceil(changes / CHANGES_PER_STEP)));
      const text = await execute(event(mark));
      const result = replaceable(text, mark);
      if (changes > 0) bytesPerChange = Math.max(1, text.length / changes);
      if (isState) last = { revision, result, text };
      return result;
    },
    get state() {
      return last?.text;
    },
    limit: () => Math.max(1, Math.min(MAX_CHANGES, Math.floor(RESULT_BYTES / bytesPerChange))),
    bytesOf: (changes) => bytesPerChange * changes,
  };
}
