import { GatewayError } from '../../src/errors/gateway-error.ts';
import { KeySearch } from '../../src/services/key-search.ts';
import type { KeyedList } from '../../src/services/keyed-list.ts';
import { PartialListing } from '../../src/services/partial-listing.ts';
import { listSource } from './list-source.ts';

export interface KeyedWorld {
  /** Keys of the whole list, in its order. */
  readonly existing: readonly string[];
  readonly pageLength: number;
  readonly keysPerCall: number;
  /** Code of the error that the list fails with, from this page on. */
  readonly listFails?: { readonly code: string; readonly page: number };
}

/** A list in memory that rejects a whole batch for one unknown key, as AWS does. */
export function keyedWorld({ existing, pageLength, keysPerCall, listFails }: KeyedWorld) {
  const calls: (readonly string[] | 'page')[] = [];
  const missing = new Set<string>();
  const exists = new Set(existing);
  let inFlight = 0;
  let mostInFlight = 0;

  async function counted<Answer>(call: (typeof calls)[number], answer: () => Promise<Answer>): Promise<Answer> {
    calls.push(call);
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    await new Promise(setImmediate);
    inFlight -= 1;
    return answer();
  }

  const whole = listSource(existing, { pageLength });
  let pages = 0;
  const list: KeyedList<string> = {
    keysPerCall,
    list: (keys) => ({
      id: 'list',
      listPage: (token) =>
        counted(keys ?? 'page', async () => {
          if (keys === undefined) {
            pages += 1;
            if (listFails && pages >= listFails.page) throw new GatewayError(listFails.code as 'NOT_FOUND', 'failed');
            return whole.listPage(token);
          }
          if (keys.some((key) => !exists.has(key))) throw new GatewayError('NOT_FOUND', 'unknown');
          // In another order than asked: answers are matched by key, never by position.
          return { items: [...keys].reverse(), nextToken: null };
        }),
    }),
    keyOf: (item) => item,
    missing: () => missing,
  };
  return {
    calls,
    missing,
    get mostInFlight() {
      return mostInFlight;
    },
    load: (keys: readonly string[], listing = new PartialListing(list)) => new KeySearch(list, listing).load(keys),
    listing: () => new PartialListing(list),
  };
}

/** Calls that listing everything takes. */
export function callsOfListing({ existing, pageLength }: KeyedWorld): number {
  return Math.max(1, Math.ceil(existing.length / pageLength));
}

/** Calls that bisecting takes when every rejected batch is bisected down to its missing keys. */
export function callsOfBisecting(keys: readonly string[], { existing, keysPerCall }: KeyedWorld): number {
  const exists = new Set(existing);
  const hasMissing = (batch: readonly string[]) => batch.some((key) => !exists.has(key));
  /** @param isKnown whether the batch is known to be rejected: its first half was answered */
  const cost = (batch: readonly string[], isKnown: boolean): number => {
    const own = isKnown ? 0 : 1;
    if (batch.length === 1 || !hasMissing(batch)) return own;
    const half = batch.length >> 1;
    const first = batch.slice(0, half);
    return own + cost(first, false) + cost(batch.slice(half), !hasMissing(first));
  };
  let sum = 0;
  for (let at = 0; at < keys.length; at += keysPerCall) sum += cost(keys.slice(at, at + keysPerCall), false);
  return sum;
}
