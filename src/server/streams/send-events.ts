import type { News, SharedEvent, SharedWatch } from '../../live/broadcaster/shared-source.ts';
import type { EventResults } from './event-results.ts';
import type { Member, Replaceable } from './member.ts';

/** The parts of a group that sending needs. */
export interface Sending {
  readonly members: ReadonlySet<Member>;
  readonly watch: SharedWatch;
  readonly results: EventResults;
  /** Returns how often the change log has begun anew. */
  restarts(): number;
}

/** Sends news to those who have seen everything before; the others follow at their own position. */
export async function sendNews(news: News, { members, watch, results }: Sending): Promise<void> {
  const all = [...members];
  const ready = all.filter((member) => isCurrent(member, news) && member.isWritable);
  const before = results.state;
  const result = ready.length > 0 ? await results.of(news) : undefined;
  const isEqual = watch.isState && before !== undefined && before === results.state;
  const bytes = result?.length ?? results.bytesOf(news.changes);
  // Who was behind may have been sent it before it was news.
  for (const member of all) if (!member.isWritable && member.revision < news.to.revision) member.miss(bytes);
  for (const member of ready) {
    if (!isFollowing(member, members)) continue;
    if (isEqual || !result) member.advance(news.to.revision, true);
    else member.send(result, news.to);
  }
}

/** True if the event is all that a subscriber has not seen. One that is not, although it was, is behind from now on. */
function isCurrent(member: Member, { after, before }: News): boolean {
  if (member.isBehind) return false;
  const isIt = member.revision >= after && member.revision < before;
  if (!isIt) member.leave();
  return isIt;
}

/** True if a subscriber can be sent an event that was executed for it: it has neither left nor missed anything meanwhile. */
function isFollowing(member: Member, members: ReadonlySet<Member>): boolean {
  return members.has(member) && !member.isBehind;
}

/** Sends a bookmark to those who have seen everything before it. */
export async function sendBookmark(bookmark: SharedEvent, { members, results }: Sending): Promise<void> {
  const isDue = ({ isWritable, isBehind, revision }: Member) =>
    isWritable && !isBehind && revision <= bookmark.to.revision;
  const ready = [...members].filter(isDue);
  if (ready.length === 0) return;
  const result = await results.of(bookmark);
  for (const member of ready) if (isFollowing(member, members)) member.send(result, bookmark.to);
}

/** Results of one turn, in which equal events are executed once. */
type Known = Map<string, Promise<Replaceable>>;

/** Sends to each subscriber that is behind what follows its own position. */
export async function sendFollowing(sending: Sending): Promise<void> {
  const known: Known = new Map();
  for (const member of [...sending.members]) {
    while (member.isBehind && member.isWritable && sending.members.has(member)) await sendNext(member, sending, known);
  }
}

async function sendNext(member: Member, { members, watch, results, restarts }: Sending, known: Known): Promise<void> {
  const restartsBefore = restarts();
  const following = member.mustResync ? null : watch.following(member.revision, results.limit());
  if (following && !following.event) return member.advance(following.revision, following.isLast);
  const event = following?.event ?? watch.resync();
  const key = `${restartsBefore} ${following ? member.revision : 'resync'} ${event.to.revision}`;
  const executed = known.get(key) ?? results.of(event);
  known.set(key, executed);
  const result = await executed;
  // The change log may have begun anew meanwhile, to the same revision even: then a `resync` is of the log before.
  if (!members.has(member) || restarts() !== restartsBefore) return;
  member.send(result, event.to);
  member.advance(event.to.revision, following?.isLast ?? false);
}
