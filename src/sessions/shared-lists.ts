import { iterateSources, type SourceIterator } from '../paging/composite/iterate-sources.ts';
import { type SharedIteration, shareIteration } from '../paging/composite/shared-iteration.ts';
import type { RequestServices } from '../services/services.ts';
import type { AnySession } from './any-session.ts';
import { type SessionFilter, servicesOf } from './filter.ts';
import type { UserNameOf } from './identity.ts';
import type { SourceMetadata } from './provider.ts';
import { CONDITIONS } from './providers.ts';
import type { SessionSources } from './sources.ts';

type SessionIterator = SourceIterator<AnySession, SourceMetadata>;

/** Lists of one request with the same sources. */
interface SharedSources {
  /** Number of lists so far. */
  count: number;
  iteration?: SharedIteration<AnySession, SourceMetadata>;
}

const sharedBy = new WeakMap<RequestServices, Map<string, SharedSources>>();

/** Names of conditions that are compared with sessions; the others select sources. */
const COMPARED: ReadonlySet<string> = new Set(CONDITIONS.filter(({ readValue }) => readValue).map(({ name }) => name));

/**
 * Shares one iteration among all lists of a request that have the same sources: the sessions of three hundred users are
 * read once and grouped by user. Returns null for a list that is read alone: the first one of its sources (most requests have no
 * second one), and one with `statuses`: a session may match and later not match, so its cursors have to count the items
 * returned.
 *
 * @param matches predicate of the filter
 * @param userNameOf normalises the user of a session
 */
export function sharedList(
  services: RequestServices,
  { root, filter, matches, identityOf, userNameOf, endsAt }: SharedListOptions,
): SessionIterator | null {
  const { userName, startedAfter, startedBefore, ...others } = filter;
  const ofSources = Object.fromEntries(Object.entries(others).filter(([name]) => !COMPARED.has(name)));
  if (filter.statuses !== undefined) return null;
  // Cursors of a shared iteration grow with all sessions, which would reveal how many others there are.
  if (filter.isOwn) return null;
  const lists = sharedBy.get(services) ?? new Map<string, SharedSources>();
  sharedBy.set(services, lists);
  const key = JSON.stringify([servicesOf(filter), ofSources]);
  const shared = lists.get(key) ?? { count: 0 };
  lists.set(key, shared);
  shared.count += 1;
  if (shared.count === 1) return null;

  shared.iteration ??= shareIteration(iterateSources(root, { identityOf, deadline: endsAt }), {
    groupOf: ({ view }) => userNameOf(view.userId, view.location),
    continueAlone: (ranges, wanted) => iterateSources(root, { ranges, matches: wanted, identityOf, deadline: endsAt }),
  });
  return shared.iteration.reader({ matches, group: userName ?? null });
}

export interface SharedListOptions {
  readonly root: SessionSources;
  readonly filter: SessionFilter;
  readonly matches: (session: AnySession) => boolean;
  readonly identityOf: ((session: AnySession) => string) | undefined;
  readonly userNameOf: UserNameOf;
  /** Deadline after which the list returns the sessions read so far, by `performance.now()`. */
  readonly endsAt: number;
}
