import type { News, SharedEvent, SharedSource } from '../../live/broadcaster/shared-source.ts';
import { createMember, type Member, type Replaceable, replaceable } from './member.ts';
import type { AttachedStream, StreamOutlet } from './stream-source.ts';

/** Subscribers with equal operations, for whom each event is executed and serialised once. */
export interface StreamGroup {
  join(source: SharedSource, outlet: StreamOutlet): AttachedStream;
}

export interface StreamGroupOptions {
  /** Executes the operation for an event, and serialises the result. Never rejects. */
  readonly execute: (event: unknown) => Promise<string>;
  /** Text that no result has otherwise: stands for `from`. */
  readonly mark: string;
  /** Called when the last subscriber has left. */
  readonly onEmpty: () => void;
  /** Longest time between two events. Milliseconds. */
  readonly bookmarkMs: number;
}

/** Bytes of a result that a group aims at: one write to a slow client holds no more. */
const RESULT_BYTES = 128 * 1024;
/** Most changes of an event, whatever their size. */
const MAX_CHANGES = 1_000;
/** Changes of the first event, before their size is known. */
const FIRST_CHANGES = 200;

/** Opens a group for the source of its first subscriber. */
export function streamGroup(source: SharedSource, options: StreamGroupOptions): StreamGroup {
  const { execute, mark, onEmpty, bookmarkMs } = options;
  const members = new Set<Member>();
  const size = changeSize();
  let isRunning = false;
  let isWoken = false;
  let isBookmarkDue = false;
  let lastState: { readonly revision: number; readonly result: Replaceable; readonly text: string } | undefined;
  const watch = source.open(wake);
  let timer = setTimeout(bookmarkSoon, bookmarkMs).unref();

  function bookmarkSoon(): void {
    isBookmarkDue = true;
    wake();
  }

  function wake(): void {
    isWoken = true;
    if (!isRunning) void run();
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (isWoken && members.size > 0) {
      isWoken = false;
      await sendNews();
      await sendBookmark();
      await sendFollowing();
      if (watch.waiting > 0) isWoken = true;
    }
    isRunning = false;
  }

  async function resultOf({ event, to, changes }: SharedEvent): Promise<Replaceable> {
    if (lastState && lastState.revision === to.revision) return lastState.result;
    const text = await execute(event(mark));
    const result = replaceable(text, mark);
    size.note(changes, text.length);
    if (watch.isState) lastState = { revision: to.revision, result, text };
    return result;
  }

  /** Sends the news to those who have seen everything before; the others follow at their own position. */
  async function sendNews(): Promise<void> {
    const news = watch.take(size.limit());
    if (!news) return;
    restartTimer();
    const all = [...members];
    const ready = all.filter((member) => isCurrent(member, news) && member.isWritable);
    const before = lastState?.text;
    const result = ready.length > 0 ? await resultOf(news) : undefined;
    const isEqual = watch.isState && before !== undefined && before === lastState?.text;
    for (const member of all) if (!member.isWritable) member.miss(result?.length ?? size.of(news.changes));
    for (const member of ready) {
      if (isEqual || !result) member.advance(news.to.revision, true);
      else if (members.has(member)) member.send(result, news.to);
    }
  }

  async function sendBookmark(): Promise<void> {
    if (!isBookmarkDue) return;
    isBookmarkDue = false;
    restartTimer();
    const bookmark = watch.bookmark();
    if (!bookmark) return;
    const ready = [...members].filter(
      (member) => member.isWritable && !member.isBehind && member.revision <= bookmark.to.revision,
    );
    if (ready.length === 0) return;
    const result = await resultOf(bookmark);
    for (const member of ready) if (members.has(member)) member.send(result, bookmark.to);
  }

  /** Sends to each subscriber that is behind what follows its position. Equal events are executed once. */
  async function sendFollowing(): Promise<void> {
    const results = new Map<string, Promise<Replaceable>>();
    for (const member of [...members]) {
      while (member.isBehind && member.isWritable && members.has(member)) {
        const following = member.mustResync ? null : watch.following(member.revision, size.limit());
        if (following && !following.event) {
          member.advance(following.revision, following.isLast);
          continue;
        }
        const event = following?.event ?? watch.resync();
        const key = `${following ? member.revision : 'resync'} ${event.to.revision}`;
        const result = results.get(key) ?? resultOf(event);
        results.set(key, result);
        const text = await result;
        if (!members.has(member)) break;
        member.send(text, event.to);
        member.advance(event.to.revision, following?.isLast ?? false);
      }
    }
  }

  function restartTimer(): void {
    clearTimeout(timer);
    timer = setTimeout(bookmarkSoon, bookmarkMs).unref();
  }

  return {
    join(of, outlet) {
      const member = createMember(of, outlet);
      members.add(member);
      wake();
      return {
        resume() {
          member.resume();
          if (member.isBehind) wake();
        },
        detach() {
          members.delete(member);
          if (members.size > 0) return;
          clearTimeout(timer);
          watch.close();
          onEmpty();
        },
      };
    },
  };
}

/** True if the event is all that a subscriber has not seen. One that is not, although it was, is behind from now on. */
function isCurrent(member: Member, { after, before }: News): boolean {
  if (member.isBehind) return false;
  const isIt = member.revision >= after && member.revision < before;
  if (!isIt) member.leave();
  return isIt;
}

/** Learns how large the results of changes are, so that one event is not too large. */
function changeSize() {
  let bytes = RESULT_BYTES / FIRST_CHANGES;
  return {
    limit: () => Math.max(1, Math.min(MAX_CHANGES, Math.floor(RESULT_BYTES / bytes))),
    of: (changes: number) => bytes * changes,
    note(changes: number, length: number) {
      if (changes > 0) bytes = Math.max(1, length / changes);
    },
  };
}
