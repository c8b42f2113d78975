import { SESSION_STATUSES } from '../../sessions/provider.ts';
import type { LiveSession } from '../live-session.ts';
import { searchText } from './live-filter.ts';
import { idDigest, NO_TIME } from './live-order.ts';
import { allocateColumns, copySlot, growColumns, type NumberColumns } from './number-columns.ts';
import {
  acquireEntries,
  entriesAt,
  releaseEntries,
  type SessionDictionaries,
  sessionDictionaries,
  writeEntries,
} from './session-entries.ts';
import { createWords, type Words } from './words.ts';

/**
 * Sessions in columns, one slot each: a filter, a count or an order over 100,000 sessions reads a few arrays of numbers from
 * first to last. Slots have no gaps: the last session takes the slot of one that is removed.
 */
export interface Columns {
  readonly size: number;
  readonly numbers: NumberColumns;
  readonly dictionaries: SessionDictionaries;
  /** Sessions by slot. */
  readonly sessions: readonly LiveSession[];
  /** Texts to search by slot, besides those of user and resource: instance and session id. */
  readonly words: Pick<Words, 'finder'>;
}

/** Columns that can be written. */
export interface WritableColumns extends Columns {
  /** Adds a session, or replaces the one with its id. */
  write(session: LiveSession): void;
  /** Removes a session; does nothing for one that is not there. */
  remove(id: string): void;
}

const FIRST_CAPACITY = 1_024;

export function createColumns(): WritableColumns {
  const slots = new Map<string, number>();
  const sessions: LiveSession[] = [];
  const words = createWords();
  const dictionaries = sessionDictionaries();
  let numbers = allocateColumns(FIRST_CAPACITY);

  function fill(slot: number, session: LiveSession): void {
    const { view, statusSince } = session;
    numbers.status[slot] = SESSION_STATUSES.indexOf(view.status);
    numbers.started[slot] = view.startedAt?.getTime() ?? NO_TIME;
    numbers.expires[slot] = view.expiresAt?.getTime() ?? NO_TIME;
    numbers.statusSince[slot] = statusSince.before;
    numbers.firstSeen[slot] = session.firstSeenAt;
    numbers.digest[slot] = idDigest(session.id);
    sessions[slot] = session;
    words.write(slot, searchText(view.instanceId, view.sessionId));
  }

  function move(from: number, to: number): void {
    copySlot(numbers, from, to);
    const session = sessions[from] as LiveSession;
    sessions[to] = session;
    words.move(from, to);
    slots.set(session.id, to);
  }

  return {
    get size() {
      return sessions.length;
    },
    get numbers() {
      return numbers;
    },
    dictionaries,
    sessions,
    words,
    write(session) {
      const known = slots.get(session.id);
      const slot = known ?? sessions.length;
      if (slot === numbers.status.length) numbers = growColumns(numbers);
      // Acquired before those of the replaced session are released: entries that stay keep their numbers.
      const entries = acquireEntries(dictionaries, session);
      if (known !== undefined) releaseEntries(dictionaries, entriesAt(numbers, known));
      writeEntries(numbers, slot, entries);
      fill(slot, session);
      slots.set(session.id, slot);
    },
    remove(id) {
      const slot = slots.get(id);
      if (slot === undefined) return;
      releaseEntries(dictionaries, entriesAt(numbers, slot));
      slots.delete(id);
      const last = sessions.length - 1;
      if (slot !== last) move(last, slot);
      sessions.pop();
      words.pop();
    },
  };
}
