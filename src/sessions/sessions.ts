import type { AwsLocation } from '../aws/location.ts';
import type { CompositeList } from '../paging/composite/read-composite-connection.ts';
import type { RequestServices } from '../services/services.ts';
import type { AnySession } from './any-session.ts';
import { matcher, type SessionConditions, toFilter } from './filter.ts';
import { claimedUserName, toUserName, type UserNameOf } from './identity.ts';
import { type OwnSessions, ownFilter } from './own-sessions.ts';
import type { SourceMetadata } from './provider.ts';
import { selectedLocations } from './selected-locations.ts';
import { sharedList } from './shared-lists.ts';
import { sessionSources } from './sources.ts';

/** Three services as one. */
export interface Sessions {
  /** Whose a session is, by one spelling for all services; null where AWS names nobody. */
  readonly userNameOf: UserNameOf;
  /** Who a caller is, by the claim of their token; null for nobody. */
  callerNameOf(claim: string | null): string | null;
  /**
   * Every session that meets the conditions, of every service and location. Nothing of it has been read yet.
   *
   * @param own where whoever asks sees no others
   * @throws GatewayError BAD_USER_INPUT for a user name that is none, and for an account or a region that the gateway does not read
   */
  list(
    conditions: SessionConditions,
    services: RequestServices,
    own: OwnSessions | null,
  ): Promise<CompositeList<AnySession, SourceMetadata>>;
}

/**
 * @param identityDomain what bare user names are completed with; empty: nothing
 * @param domainOf what those of one account are completed with in its place; undefined: the same
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
      const filter = own ? ownFilter(wanted, own) : wanted;
      const selected = await selectedLocations(services, filter);
      const root = sessionSources(services.locations(), selected, filter);
      const matches = matcher(filter, userNameOf);
      return {
        id: JSON.stringify(['sessions', filter]),
        root,
        matches,
        share: (endsAt) => sharedList(services, { root, filter, matches, userNameOf, endsAt }),
      };
    },
  };
}
