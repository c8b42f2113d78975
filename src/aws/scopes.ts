import { nameOf, type ScopeEntry } from '../config/scopes.ts';
import { GatewayError } from '../errors.ts';
import { assumedRole, type Role } from './assumed-role.ts';
import { type AwsConfig, type ClientConfig, clientConfig } from './config.ts';
import { environmentRegion, type Identity, ownIdentity } from './identity.ts';
import type { Reader } from './reader.ts';
import type { Scope } from './scope.ts';

/** One account in one region, as it is configured. */
export interface ConfiguredPlace {
  /** Its name and its place in every order: the same in every process with the same configuration. */
  readonly key: string;
  readonly region: string;
  /** Null where only AWS can say it, and has not yet. */
  readonly accountId: string | null;
  /** What its bare user names are completed with, where its entry says so. */
  readonly identityDomain: string | undefined;
  /** How a client of one service is made for it: each has connections of its own. */
  clientConfig(): PlaceClientConfig;
  /** @throws GatewayError UPSTREAM_* where its credentials cannot be had, or are not of this place */
  scope(reader?: Reader): Promise<Scope>;
}

/** All that the clients of AWS's services have in common. */
type PlaceClientConfig = Omit<ClientConfig, 'credentials'> & Pick<Identity, 'credentials'>;

/** Every place that the gateway reads, for the life of the process. */
export interface ConfiguredPlaces {
  /** By ascending key. */
  readonly places: readonly ConfiguredPlace[];
  close(): void;
}

/** What is read when nothing is configured: the account and the region of the environment. Rejects where it has no region. */
export async function environmentScopes(config: AwsConfig): Promise<ScopeEntry[]> {
  return [{ regions: [await environmentRegion(config)] }];
}

/** Each region of each entry. The regions of one share its credentials. */
export function configuredPlaces(config: AwsConfig, entries: readonly ScopeEntry[]): ConfiguredPlaces {
  const owners = new Map<string, string>();
  const identities: Identity[] = [];

  /** Two names for one place would list everything in it twice. Which accounts the names stand for, AWS says. */
  function own(scope: Scope, key: string): void {
    const place = `${scope.accountId}/${scope.region}`;
    const owner = owners.get(place) ?? key;
    owners.set(place, owner);
    if (owner !== key) throw sameAs(owner, key, scope);
  }

  const places = entries.flatMap((entry) => {
    const identity = isRole(entry) ? assumedRole(config, entry) : ownIdentity(config, entry);
    identities.push(identity);
    return entry.regions.map((region): ConfiguredPlace => {
      const key = `${nameOf(entry)}/${region}`;
      if (entry.accountId !== undefined) own({ accountId: entry.accountId, region }, key);
      return {
        key,
        region,
        get accountId() {
          return identity.accountId;
        },
        identityDomain: entry.identityDomain,
        clientConfig: () => ({ ...clientConfig({ ...config, region }), credentials: identity.credentials }),
        async scope(reader) {
          const scope = { accountId: await identity.account(reader), region };
          own(scope, key);
          return scope;
        },
      };
    });
  });

  return {
    places: places.sort((one, other) => (one.key < other.key ? -1 : 1)),
    close() {
      for (const identity of identities) identity.close();
    },
  };
}

function isRole(entry: ScopeEntry): entry is Role {
  return entry.roleArn !== undefined && entry.accountId !== undefined;
}

function sameAs(owner: string, key: string, { accountId, region }: Scope): GatewayError {
  const cause = new Error(
    `GATEWAY_SCOPES names account ${accountId}, region ${region} twice: as ${owner} and as ${key}`,
  );
  const details = { service: 'sts', operation: 'GetCallerIdentity', retryable: false };
  return new GatewayError('UPSTREAM_CREDENTIALS', "The gateway's credentials are not of this scope.", details, {
    cause,
  });
}
