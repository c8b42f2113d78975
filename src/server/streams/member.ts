import type { Position, SharedSource } from '../../live/broadcaster/shared-source.ts';
import type { StreamOutlet } from './stream-source.ts';

/** Most bytes that wait for a subscriber which does not keep up; above it the subscriber is sent a `resync`. */
const MAX_UNSENT_BYTES = 256 * 1024;

/** Subscriber of a group. What waits for it is a position, not a queue: it costs no memory, however slow its client is. */
export interface Member {
  /** Revision that it has seen. */
  readonly revision: number;
  /** True if it has to be sent what follows its own position, not that of the group. */
  readonly isBehind: boolean;
  readonly isWritable: boolean;
  /** True if it is to be sent a `resync`: to read everything again. */
  readonly mustResync: boolean;
  /** Sends the result of an event. `from` is replaced by the position of the last event that the client was sent. */
  send(result: Replaceable, to: Position): void;
  /** Notes that it has seen a revision without an event. */
  advance(revision: number, isLast: boolean): void;
  /** Notes that it cannot be sent an event of about this size now. */
  miss(bytes: number): void;
  /** Notes that it has to be sent what follows its own position. */
  leave(): void;
  /** Notes that its position is no longer one of the change log. */
  restart(): void;
  /** Notes that its client keeps up again. */
  resume(): void;
}

/** Serialised result in which one text can be replaced: `from` is all that differs between subscribers. */
export interface Replaceable {
  readonly length: number;
  with(from: string): string;
}

/** @param mark the text in the result that `from` replaces */
export function replaceable(result: string, mark: string): Replaceable {
  const known = new Map<string, string>();
  return {
    length: result.length,
    with(from) {
      const text = known.get(from) ?? result.replaceAll(mark, () => from);
      known.set(from, text);
      return text;
    },
  };
}

export function createMember({ start, startText }: SharedSource, outlet: StreamOutlet): Member {
  let revision = start?.revision ?? -1;
  let from = startText;
  let isWritable = true;
  let isBehind = true;
  let mustResync = start === null;
  let unsentBytes = 0;

  return {
    get revision() {
      return revision;
    },
    get isBehind() {
      return isBehind;
    },
    get isWritable() {
      return isWritable;
    },
    get mustResync() {
      return mustResync;
    },
    send(result, to) {
      isWritable = outlet.send(result.with(from));
      revision = to.revision;
      from = to.text;
      mustResync = false;
      unsentBytes = 0;
    },
    advance(seen, isLast) {
      revision = seen;
      isBehind = !isLast;
    },
    miss(bytes) {
      isBehind = true;
      unsentBytes += bytes;
      if (unsentBytes > MAX_UNSENT_BYTES) mustResync = true;
    },
    leave() {
      isBehind = true;
    },
    restart() {
      isBehind = true;
      mustResync = true;
    },
    resume() {
      isWritable = true;
    },
  };
}
