import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import type { AnySession } from '../../src/sessions/any-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Event when a page is requested, before it is cut. */
export type Mischief =
  /** AWS fails or throttles. */
  | 'fail'
  /** The list ends with this page, whatever is behind it. */
  | 'cut'
  /** The list has another order from here on. */
  | 'shuffle'
  /** A session ends at this share of the list. */
  | { readonly ends: number }
  /** A session begins at this share of the list. */
  | { readonly begins: number };

export interface CruelListOptions {
  readonly id: string;
  readonly clock: VirtualClock;
  readonly pageLength: number;
  /** Time of AWS to answer. */
  readonly latencyMs: number;
  /** `count`: a token is the number of sessions before its page, so that the list moves over it. `rank`: it is not moved. */
  readonly tokens: 'count' | 'rank';
  /** One entry for each page that is requested. */
  readonly mischief: readonly (readonly Mischief[])[];
  readonly sessions: number;
  readonly toSession: (id: string) => AnySession;
}

/** List of sessions that shuffles, fails, is cut, and moves under its reader. */
export interface CruelList extends PageSource<AnySession> {
  has(id: string): boolean;
  readonly ids: readonly string[];
  readonly pages: number;
  end(share: number): void;
  begin(share: number): void;
  /** Lists a session of this id again, at the end. */
  add(id: string): void;
  /** From now on, whether each page but the first ends with the first session of the list, which was on the first page. */
  repeatsFirst(does: boolean): void;
  /** Ends all sessions, and answers from now on with this error, or with an empty list. */
  delete(error: GatewayError | null): void;
  /** From now on, whether AWS does not answer: a call then fails after 30 s. */
  hang(does: boolean): void;
  /** From now on nothing happens any more. */
  calm(): void;
}

/** Time after which the reader gives up a call. Milliseconds. */
const HANGING_MS = 30_000;

/**
 * A list that lies, because it is cut, or moves between two pages over sessions that it has not shown, tells the truth in the
 * listing after: no reader could otherwise tell a session that has ended from one that is never shown.
 */
export function cruelList(options: CruelListOptions): CruelList {
  const { id, clock, pageLength, latencyMs, tokens, mischief } = options;
  let order = Array.from({ length: options.sessions }, (_, index) => `${id}:${index}`);
  const ranks = new Map(order.map((key, index) => [key, index]));
  let begun = order.length;
  let requests = 0;
  let isCalm = false;
  let liedBefore = false;
  let liesNow = false;
  let hasEnded = false;
  let isRepeating = false;
  let isHanging = false;
  let deletedWith: GatewayError | null = null;

  function shuffle(): void {
    order = order
      .map((key, index) => ({ key, at: (index * 7919 + requests * 104_729) % 1_009 }))
      .sort((one, other) => one.at - other.at)
      .map(({ key }) => key);
    for (const [index, key] of order.entries()) ranks.set(key, index);
  }

  function begin(share: number): void {
    const key = `${id}:${begun}`;
    begun += 1;
    const at = Math.floor(share * (order.length + 1));
    const [left, right] = [ranks.get(order[at - 1] ?? ''), ranks.get(order[at] ?? '')];
    ranks.set(key, left === undefined ? (right ?? 0) - 1 : right === undefined ? left + 1 : (left + right) / 2);
    order.splice(at, 0, key);
  }

  function end(share: number): void {
    order.splice(Math.min(order.length - 1, Math.floor(share * order.length)), 1);
  }

  /** Does what is planned for a page. @returns true if the list is cut behind it */
  function misbehave(isFirst: boolean): boolean {
    if (isFirst) {
      // One that failed has neither lied nor told the truth.
      if (hasEnded) liedBefore = liesNow;
      [liesNow, hasEnded] = [false, false];
    }
    const plans = isCalm ? [] : (mischief[requests % Math.max(1, mischief.length)] ?? []);
    requests += 1;
    let isCut = false;
    for (const plan of plans) {
      if (plan === 'fail') throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Failed.', { retryable: true });
      const moves = plan === 'shuffle' || (tokens === 'count' && typeof plan === 'object' && 'ends' in plan);
      const isLie = plan === 'cut' || (moves && !isFirst);
      if (isLie && liedBefore) continue;
      liesNow ||= isLie;
      if (plan === 'cut') isCut = true;
      else if (plan === 'shuffle') shuffle();
      else if ('ends' in plan) end(plan.ends);
      else begin(plan.begins);
    }
    return isCut;
  }

  function cut(token: string | null): { readonly items: readonly string[]; readonly next: string | null } {
    if (tokens === 'count') {
      const start = Number(token ?? 0);
      const items = order.slice(start, start + pageLength);
      return { items, next: start + pageLength < order.length ? String(start + pageLength) : null };
    }
    const sorted = order.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
    const left = sorted.filter((key) => token === null || (ranks.get(key) ?? 0) > Number(token));
    const items = left.slice(0, pageLength);
    return { items, next: left.length > pageLength ? String(ranks.get(items.at(-1) ?? '')) : null };
  }

  return {
    id,
    get ids() {
      return order;
    },
    get pages() {
      return Math.max(1, Math.ceil(order.length / pageLength));
    },
    has: (key) => order.includes(key),
    begin,
    end,
    add(key) {
      ranks.set(key, order.length + 1_000);
      order.push(key);
    },
    repeatsFirst(does) {
      isRepeating = does;
    },
    hang(does) {
      isHanging = does;
    },
    delete(error) {
      order = [];
      isCalm = true;
      deletedWith = error;
    },
    calm() {
      isCalm = true;
    },
    async listPage(token) {
      await new Promise<void>((resolve) => clock.schedule(resolve, isHanging ? HANGING_MS : latencyMs / 2));
      if (isHanging) throw new GatewayError('UPSTREAM_TIMEOUT', 'No answer.', { retryable: true });
      if (deletedWith) throw deletedWith;
      const isCut = misbehave(token === null);
      const { items, next } = cut(token);
      hasEnded = isCut || next === null;
      await new Promise<void>((resolve) => clock.schedule(resolve, latencyMs / 2));
      return {
        items: [...items, ...(isRepeating && token !== null ? order.slice(0, 1) : [])].map(options.toSession),
        nextToken: isCut ? null : next,
        keyOf: ({ view }) => view.sessionId,
      };
    },
  };
}
