import { iterateSources, type SourceIterator } from '../paging/composite/iterate-sources.ts';
import { type SharedIteration, shareIteration } from '../paging/composite/shared-iteration.ts';
import type { RequestServices } from '../services/services.ts';
import type { AnySession } from './any-session.ts';
import { type SessionFilter, servicesOf } from './filter.ts';
import type { SessionSources, SourceMetadata } from './sources.ts';

type SessionIterator = SourceIterator<AnySession, SourceMetadata>;

/** The lists of one request that are read from the same sources, and what they share. */
interface Sharing {
  /** Lists so far. */
  count: number;
  walk?: SharedIteration<AnySession, SourceMetadata>;
}

/** By request. */
const known = new WeakMap<RequestServices, Map<string, Sharing>>();

/**
 * Returns one reader of the walk that all lists of a request share which have the same sources: the sessions of three hundred people
 * are one look at everybody's, put in groups by person. The first list of them is read alone; most requests have no other. So is one
 * with conditions that a session may meet at one moment and not at the next: its cursors go by the items that were shown.
 *
 * @param matches whether a session meets the filter
 * @param userNameOf whose it is, normalised
 */
export function sharedList(
  services: RequestServices,
  { root, filter, matches, userNameOf, endsAt }: SharedListOptions,
): SessionIterator | null {
  const { userName, startedAfter, startedBefore, targets, ...ofSources } = filter;
  if (ofSources.statuses !== undefined) return null;
  // The cursors of a shared walk grow with everybody's sessions, and so would tell how many there are of others.
  if (filter.isOwn) return null;
  const lists = known.get(services) ?? new Map<string, Sharing>();
  known.set(services, lists);
  const key = JSON.stringify([servicesOf(filter), ofSources]);
  const sharing = lists.get(key) ?? { count: 0 };
  lists.set(key, sharing);
  sharing.count += 1;
  if (sharing.count === 1) return null;

  sharing.walk ??= shareIteration(iterateSources(root, { endsAt }), {
    groupOf: ({ view }) => userNameOf(view.userId),
    continueAlone: (intervals, wanted) => iterateSources(root, { intervals, matches: wanted, endsAt }),
  });
  return sharing.walk.reader({ matches, group: userName ?? null });
}

export interface SharedListOptions {
  readonly root: SessionSources;
  readonly filter: SessionFilter;
  readonly matches: (session: AnySession) => boolean;
  readonly userNameOf: (userId: string | null) => string | null;
  /** When to answer with what there is, by `performance.now()`. */
  readonly endsAt: number;
}
