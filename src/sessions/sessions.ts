import type { AwsLocation } from '../aws/location.ts';
import type { CompositeList } from '../paging/composite/read-composite-connection.ts';
import type { RequestServices } from '../services/services.ts';
import { type AnySession, identityOfSession } from './any-session.ts';
import { checkEnabled } from './enabled-services.ts';
import { matcher, type SessionConditions, toFilter, wantsHistory } from './filter.ts';
import { claimedUserName, toUserName, type UserNameOf } from './identity.ts';
import { type OwnSessions, ownFilter } from './own-sessions.ts';
import type { SourceMetadata } from './provider.ts';
import { selectedLocations } from './selected-locations.ts';
import { sharedList } from './shared-lists.ts';
import { sessionSources } from './sources.ts';

/** Unified list of the sessions of all services. */
export interface Sessions {
  /** Returns the normalised user name of a session, the same for all services; null where AWS returns no user. */
  readonly userNameOf: UserNameOf;
  /** Returns the user name of a caller from a token claim; null for an empty claim. */
  callerNameOf(claim: string | null): string | null;
  /**
   * Creates the list of all sessions that meet the conditions, across services and locations. Reads no session yet.
   *
   * @param own restricts the list to a self-scoped caller's sessions; null for all sessions
   * @throws GatewayError BAD_USER_INPUT for an invalid user name, and for an account or region that the gateway does not read;
   * SERVICE_DISABLED for a service that is disabled
   */
  list(
    conditions: SessionConditions,
    services: RequestServices,
    own: OwnSessions | null,
  ): Promise<CompositeList<AnySession, SourceMetadata>>;
}

/**
 * Creates the unified list.
 *
 * @param identityDomain domain that completes bare user names; empty: none
 * @param domainOf domain of one location that replaces `identityDomain`; undefined where it has none
 */
export function createSessions(
  identityDomain: string,
  domainOf: (location: AwsLocation) => string | undefined = () => undefined,
): Sessions {
  const userNameOf: UserNameOf = (userId, location) =>
    toUserName(userId, (location && domainOf(location)) ?? identityDomain);
  return {
    userNameOf,
    callerNameOf: (claim) => claimedUserName(claim, identityDomain),
    async list(conditions, services, own) {
      const wanted = toFilter(conditions, userNameOf);
      checkEnabled(wanted, services);
      const filter = own ? ownFilter(wanted, own) : wanted;
      const selected = await selectedLocations(services, filter);
      const root = sessionSources(services.locations(), selected, filter);
      const matches = matcher(filter, userNameOf);
      // A session that ends meanwhile may be in the list of active sessions and in the one of ended sessions.
      const identityOf = wantsHistory(filter) ? identityOfSession : undefined;
      return {
        id: JSON.stringify(['sessions', filter]),
        root,
        matches,
        identityOf,
        share: (endsAt) => sharedList(services, { root, filter, matches, identityOf, userNameOf, endsAt }),
      };
    },
  };
}
