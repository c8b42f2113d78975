import type { SessionStatus } from '../../sessions/provider.ts';
import {
  type ProviderCondition,
  providerOf,
  RESOURCE_CONDITIONS,
  type SessionService,
} from '../../sessions/providers.ts';
import type { LiveSession, Timestamp } from '../live-session.ts';

/** Conditions on live sessions, all of which must hold. An absent one does not apply; an empty list matches no session. */
export interface LiveFilter extends Partial<Readonly<Record<ProviderCondition, readonly string[]>>> {
  /**
   * User whose sessions exist, for self-scoped callers and for `User.liveSessions`: unlike `userName`, no facet omits it. Null
   * for a caller without a name: no session exists.
   */
  readonly onlyUser?: string | null;
  readonly services?: readonly SessionService[];
  readonly statuses?: readonly SessionStatus[];
  /** Normalised: see `toUserName`. */
  readonly userName?: string;
  /** Text that the search text of a session contains: see `searchTextOf`. In lower case. */
  readonly search?: string;
  /** Inclusive. */
  readonly startedAfter?: Timestamp;
  /** Exclusive. */
  readonly startedBefore?: Timestamp;
  /** Exclusive: sessions whose status has certainly not changed since. */
  readonly statusBefore?: Timestamp;
  readonly regions?: readonly string[];
  readonly accountIds?: readonly string[];
  /** True: sessions that were not seen for the maximum age; false: the others. */
  readonly unverified?: boolean;
}

/** Dimensions by which live sessions are counted. */
export const DIMENSIONS = ['SERVICE', 'STATUS', 'ACCOUNT', 'REGION', 'RESOURCE', 'USER'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Conditions of each dimension, which its facet omits: a list of fleets to choose from shows those that are not chosen, too. */
const CONDITIONS_OF: Readonly<Record<Dimension, readonly (keyof LiveFilter)[]>> = {
  SERVICE: ['services'],
  STATUS: ['statuses'],
  ACCOUNT: ['accountIds'],
  REGION: ['regions'],
  RESOURCE: [...RESOURCE_CONDITIONS],
  USER: ['userName'],
};

/** Removes the conditions of a dimension from a filter. */
export function withoutDimension(filter: LiveFilter, dimension: Dimension): LiveFilter {
  const omitted: readonly string[] = CONDITIONS_OF[dimension];
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !omitted.includes(name))) as LiveFilter;
}

/** Returns the value of a provider's condition for a session; null for a condition of another service. */
export function conditionValue({ session, view }: LiveSession, name: ProviderCondition): string | null {
  const { conditions } = providerOf(view.service as SessionService);
  return (
    (conditions as Readonly<Record<string, (typeof conditions)[string] | undefined>>)[name]?.valueOf(
      session as never,
    ) || null
  );
}

/** Returns the name of the resource that a session runs on: its fleet, pool or target; null where AWS omits it. */
export function resourceOf(session: LiveSession): string | null {
  const { resource } = providerOf(session.view.service as SessionService);
  return resource === null ? null : conditionValue(session, resource as ProviderCondition);
}

/** Joins texts to the text that is searched, in lower case. No search contains the separator. */
export function searchText(...texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase();
}

/** Normalises a text to search for: case and white space; undefined where nothing is left, which matches every session. */
export function toSearch(text: string): string | undefined {
  return text.replace(/\s+/g, ' ').trim().toLowerCase() || undefined;
}
