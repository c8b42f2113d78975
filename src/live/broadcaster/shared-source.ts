/** Event that subscribers of equal operations share. */
export interface SharedEvent {
  /** Value that the operation is executed for. @param from stands for the position of the subscriber */
  event(from: string): unknown;
  /** Position of a subscriber that has seen the event. */
  readonly to: Position;
  /** Number of changes in it. */
  readonly changes: number;
}

/** Position of a subscriber. */
export interface Position {
  readonly revision: number;
  /** Opaque text, as clients see it. */
  readonly text: string;
}

/** News of a watch since it was last taken. */
export interface News extends SharedEvent {
  /** Subscribers from this revision to before `before` have seen everything but the event. */
  readonly after: number;
  readonly before: number;
}

/**
 * Source of the events of a subscription. Subscribers with equal operations open one watch together; each has a position of its
 * own, so that a slow one costs no memory: it is sent later what it has not seen, merged.
 */
export interface SharedSource extends AsyncIterable<never> {
  /** Position at which the subscriber begins; null if it must begin with `resync`. */
  readonly start: Position | null;
  /** Text that `from` of the first event has. */
  readonly startText: string;
  /** Opens what subscribers share. */
  open(listener: WatchListener): SharedWatch;
}

/** Hears of a watch. Must neither wait nor throw. */
export interface WatchListener {
  /** Called when there is something to take. */
  onNews(): void;
  /** Called when changes were missed: all subscribers have to be sent a `resync`. */
  onRestart(): void;
}

/** Creates a source that is read by position alone, not as the iterable that graphql-js takes it for. */
export function sharedSource(source: Omit<SharedSource, typeof Symbol.asyncIterator>): SharedSource {
  return {
    ...source,
    [Symbol.asyncIterator]() {
      throw new Error('Read by position: see SharedWatch.');
    },
  };
}

/** Event that follows a position, or none. */
export interface Following {
  /** Absent if nothing that follows concerns the subscriber. */
  readonly event?: SharedEvent;
  /** Revision that the subscriber has seen with it. */
  readonly revision: number;
  /** True if nothing more follows. */
  readonly isLast: boolean;
}

/** Events of a source from any position on. */
export interface SharedWatch {
  /** True if an event says all that there is to say, so that one equal to the last need not be sent. */
  readonly isState: boolean;
  /** Takes the news, merged. Undefined if there are none. @param limit most changes */
  take(limit: number): News | undefined;
  /** Number of changes that match and are not taken yet. */
  readonly waiting: number;
  /** Returns what follows a revision, merged; null if its changes are no longer held. @param limit most changes */
  following(revision: number, limit: number): Following | null;
  /** Event without changes, which shows clients that the stream is alive, and advances their position. */
  bookmark(): SharedEvent | undefined;
  /** Event after which clients read everything again. */
  resync(): SharedEvent;
  close(): void;
}
