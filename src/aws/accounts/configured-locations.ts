import { type AwsAccountConfig, accountNameOf } from '../../config/aws-accounts.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Deadline } from '../deadline.ts';
import type { AwsLocation } from '../location.ts';
import { environmentCredentials, environmentRegion, type Identity } from './account-credentials.ts';
import { assumedRole, type Role } from './assumed-role.ts';
import { type AwsConfig, type ClientConfig, clientConfig } from './aws-config.ts';

/** Configured account in one region. */
export interface ConfiguredLocation {
  /** Name, by which locations are ordered; the same in all replicas with the same configuration. */
  readonly key: string;
  readonly region: string;
  /** Account id; null until AWS has returned it, unless it is configured. */
  readonly accountId: string | null;
  /** Domain that completes bare user names, if its entry has one. */
  readonly identityDomain: string | undefined;
  /** Creates the configuration of one client, with its own connections. */
  clientConfig(): LocationClientConfig;
  /** @throws GatewayError UPSTREAM_* if credentials cannot be loaded, or belong to another account */
  location(reader?: Deadline): Promise<AwsLocation>;
}

/** Configuration of the clients of one location. */
type LocationClientConfig = Omit<ClientConfig, 'credentials'> & Pick<Identity, 'credentials'>;

/** All configured locations of the process. */
export interface ConfiguredLocations {
  /** Locations by ascending key. */
  readonly locations: readonly ConfiguredLocation[];
  close(): void;
}

/** The account and region of the environment, for a gateway without `GATEWAY_AWS_ACCOUNTS`. Rejects if there is no region. */
export async function environmentAccounts(config: AwsConfig): Promise<AwsAccountConfig[]> {
  return [{ regions: [await environmentRegion(config)] }];
}

/** Creates a location for each region of each entry. Regions of one entry share its credentials. */
export function configuredLocations(config: AwsConfig, entries: readonly AwsAccountConfig[]): ConfiguredLocations {
  const owners = new Map<string, string>();
  const identities: Identity[] = [];

  /** Rejects a second name for one location, which would duplicate its resources. The account of some names is known from AWS only. */
  function own(location: AwsLocation, key: string): void {
    const configured = `${location.accountId}/${location.region}`;
    const owner = owners.get(configured) ?? key;
    owners.set(configured, owner);
    if (owner !== key) throw sameAs(owner, key, location);
  }

  const locations = entries.flatMap((entry) => {
    const identity = isRole(entry) ? assumedRole(config, entry) : environmentCredentials(config, entry);
    identities.push(identity);
    return entry.regions.map((region): ConfiguredLocation => {
      const key = `${accountNameOf(entry)}/${region}`;
      if (entry.accountId !== undefined) own({ accountId: entry.accountId, region }, key);
      return {
        key,
        region,
        get accountId() {
          return identity.accountId;
        },
        identityDomain: entry.identityDomain,
        clientConfig: () => ({ ...clientConfig({ ...config, region }), credentials: identity.credentials }),
        async location(reader) {
          const location = { accountId: await identity.account(reader), region };
          own(location, key);
          return location;
        },
      };
    });
  });

  return {
    locations: locations.sort((one, other) => (one.key < other.key ? -1 : 1)),
    close() {
      for (const identity of identities) identity.close();
    },
  };
}

function isRole(entry: AwsAccountConfig): entry is Role {
  return entry.roleArn !== undefined && entry.accountId !== undefined;
}

function sameAs(owner: string, key: string, { accountId, region }: AwsLocation): GatewayError {
  const cause = new Error(
    `GATEWAY_AWS_ACCOUNTS names account ${accountId}, region ${region} twice: as ${owner} and as ${key}`,
  );
  const details = { service: 'sts', operation: 'GetCallerIdentity', retryable: false };
  return new GatewayError('UPSTREAM_CREDENTIALS', "The gateway's credentials are not of this location.", details, {
    cause,
  });
}
