import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SharedSource } from '../../live/broadcaster/shared-source.ts';
import { type EventResultOptions, eventResults } from './event-results.ts';
import { createMember, type Member } from './member.ts';
import { sendBookmark, sendFollowing, sendNews } from './send-events.ts';
import type { AttachedStream, StreamOutlet } from './stream-source.ts';

/** Subscribers with equal operations, for whom each event is executed and serialised once. */
export interface StreamGroup {
  join(source: SharedSource, outlet: StreamOutlet): AttachedStream;
}

export interface StreamGroupOptions extends Omit<EventResultOptions, 'isState'> {
  /** Called when the last subscriber has left. */
  readonly onEmpty: () => void;
  /** Longest time between two events. Milliseconds. */
  readonly bookmarkMs: number;
}

/** Opens a group for the source of its first subscriber. */
export function streamGroup(source: SharedSource, options: StreamGroupOptions): StreamGroup {
  const members = new Set<Member>();
  let isRunning = false;
  let isWoken = false;
  let restarts = 0;
  const watch = source.open({ onNews: wake, onRestart });
  const results = eventResults({ ...options, isState: watch.isState });
  const sending = { members, watch, results, restarts: () => restarts };
  const bookmarks = bookmarkTimer(options.bookmarkMs, wake);

  function wake(): void {
    isWoken = true;
    if (!isRunning) void run();
  }

  function onRestart(): void {
    restarts += 1;
    for (const member of members) member.restart();
    wake();
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (isWoken && members.size > 0) {
      isWoken = false;
      await turn();
      if (watch.waiting === 0) continue;
      isWoken = true;
      // Sockets are written and drained between two turns of the event loop: a client that reads would else seem not to keep up.
      await nextTurn();
    }
    isRunning = false;
  }

  async function turn(): Promise<void> {
    const news = watch.take(results.limit());
    const bookmark = bookmarks.isDue() ? watch.bookmark() : undefined;
    if (news || bookmark) bookmarks.restart();
    if (news) await sendNews(news, sending);
    if (bookmark) await sendBookmark(bookmark, sending);
    await sendFollowing(sending);
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
          bookmarks.stop();
          watch.close();
          options.onEmpty();
        },
      };
    },
  };
}

/** Notes when nothing was sent for a time. */
function bookmarkTimer(bookmarkMs: number, onDue: () => void) {
  let isDue = false;
  let timer = start();

  function start(): NodeJS.Timeout {
    return setTimeout(() => {
      isDue = true;
      timer = start();
      onDue();
    }, bookmarkMs).unref();
  }

  return {
    /** Returns true once for each time that has passed. */
    isDue(): boolean {
      const was = isDue;
      isDue = false;
      return was;
    },
    restart() {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}
