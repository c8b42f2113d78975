import { LRUCache } from 'lru-cache';
import type { Owner } from '../owner.ts';

/**
 * Holds waiting items and serves them in turn on two levels: callers take turns, and so do the requests of one caller. A
 * large list then does not starve a small query, and a caller with 900 requests delays another caller by one item.
 */
export interface FairQueue<Item> {
  readonly size: number;
  /** Adds an item; returns a function that removes it again. */
  add(owner: Owner, item: Item): () => void;
  /** Removes and returns the next item in turn; undefined when the queue is empty. */
  take(): Item | undefined;
  /** The turn of the next caller: of several queues that count turns together, the one with the lowest is served first. */
  readonly nextTurn: number;
}

/** Turn counter of several queues: callers and requests take turns across them. */
export interface Turns {
  /** Returns the turn of a caller or request that joins a queue or has just been served. */
  next(): number;
  /** Records the turn in which a caller or request was last served from any of the queues. */
  serve(key: Owner | string, turn: number): void;
  /** Returns that turn; 0 for a caller or request that was never served. */
  servedAt(key: Owner | string): number;
}

/** Most callers whose last turn is held; an evicted caller is served one turn early, once. */
const MAX_CALLERS = 10_000;

export function turns(): Turns {
  let turn = 0;
  const requests = new WeakMap<Owner, number>();
  // With `max`, memory for all entries would be allocated now.
  const callers = new LRUCache<string, number>({ maxSize: MAX_CALLERS, sizeCalculation: () => 1 });
  return {
    next: () => ++turn,
    serve: (key, turn) => void (typeof key === 'string' ? callers.set(key, turn) : requests.set(key, turn)),
    servedAt: (key) => (typeof key === 'string' ? callers.get(key) : requests.get(key)) ?? 0,
  };
}

export function fairQueue<Item>(inTurn: Turns = turns()): FairQueue<Item> {
  interface Entry {
    readonly item: Item;
  }
  const callers = rotation<Owner | string, Rotation<Owner, Set<Entry>>>(inTurn);
  let size = 0;

  return {
    get size() {
      return size;
    },
    get nextTurn() {
      return callers.next()?.turn ?? Infinity;
    },
    add(owner, item) {
      const entry = { item };
      const caller = owner.caller ?? owner;
      const requests = callers.get(caller) ?? callers.add(caller, rotation(inTurn));
      const items = requests.get(owner) ?? requests.add(owner, new Set());
      items.add(entry);
      size += 1;
      return () => {
        if (!items.delete(entry)) return;
        size -= 1;
        if (items.size === 0 && requests.get(owner) === items) requests.delete(owner);
        if (requests.size === 0 && callers.get(caller) === requests) callers.delete(caller);
      };
    },
    take() {
      const caller = callers.next();
      const request = caller?.value.next();
      if (!caller || !request) return undefined;
      const [entry] = request.value;
      if (entry === undefined) return undefined;
      request.value.delete(entry);
      size -= 1;
      const turn = inTurn.next();
      caller.value.served(request.key, turn, request.value.size === 0);
      callers.served(caller.key, turn, caller.value.size === 0);
      return entry.item;
    },
  };
}

/** Keys in the order of their turns. */
interface Rotation<Key, Value> {
  readonly size: number;
  get(key: Key): Value | undefined;
  /** Adds a key to the end of the round; returns the value. */
  add(key: Key, value: Value): Value;
  delete(key: Key): void;
  /** Returns the key that is next in turn, after keys that another queue has served meanwhile moved to the end of the round. */
  next(): { readonly key: Key; readonly value: Value; readonly turn: number } | undefined;
  /** Moves a key to the end of the round, or removes it if it has no items left. */
  served(key: Key, turn: number, isEmpty: boolean): void;
}

function rotation<Key extends Owner | string, Value>(inTurn: Turns): Rotation<Key, Value> {
  /** Entries in the order of their turns. */
  const entries = new Map<Key, { readonly key: Key; readonly value: Value; turn: number }>();

  function toEnd(key: Key, turn: number): void {
    const entry = entries.get(key);
    if (!entry) return;
    entry.turn = turn;
    entries.delete(key);
    entries.set(key, entry);
  }

  return {
    get size() {
      return entries.size;
    },
    get: (key) => entries.get(key)?.value,
    add(key, value) {
      entries.set(key, { key, value, turn: inTurn.next() });
      return value;
    },
    delete: (key) => void entries.delete(key),
    next() {
      for (const entry of entries.values()) {
        const served = inTurn.servedAt(entry.key);
        if (served <= entry.turn) return entry;
        toEnd(entry.key, served);
      }
      return undefined;
    },
    served(key, turn, isEmpty) {
      inTurn.serve(key, turn);
      if (isEmpty) entries.delete(key);
      else toEnd(key, turn);
    },
  };
}
