import { type AwsAccountConfig, accountNameOf } from '../../config/aws-accounts.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Deadline } from '../deadline.ts';
import type { AwsLocation } from '../location.ts';
import { environmentCredentials, environmentRegion, type Identity } from './account-credentials.ts';
import { assumedRole, type Role } from './assumed-role.ts';
import { type AwsConfig, type ClientConfig, clientConfig } from './aws-config.ts';

/** One account in one region, as it is configured. */
export interface ConfiguredLocation {
  /** Its name and its configured in every order: the same in every process with the same configuration. */
  readonly key: string;
  readonly region: string;
  /** Null where only AWS can say it, and has not yet. */
  readonly accountId: string | null;
  /** What its bare user names are completed with, where its entry says so. */
  readonly identityDomain: string | undefined;
  /** How a client of one service is made for it: each has connections of its own. */
  clientConfig(): PlaceClientConfig;
  /** @throws GatewayError UPSTREAM_* where its credentials cannot be had, or are not of this configured */
  location(reader?: Deadline): Promise<AwsLocation>;
}

/** All that the clients of AWS's services have in common. */
type PlaceClientConfig = Omit<ClientConfig, 'credentials'> & Pick<Identity, 'credentials'>;

/** Every configured that the gateway reads, for the life of the process. */
export interface ConfiguredLocations {
  /** By ascending key. */
  readonly locations: readonly ConfiguredLocation[];
  close(): void;
}

/** What is read when nothing is configured: the account and the region of the environment. Rejects where it has no region. */
export async function environmentAccounts(config: AwsConfig): Promise<AwsAccountConfig[]> {
  return [{ regions: [await environmentRegion(config)] }];
}

/** Each region of each entry. The regions of one share its credentials. */
export function configuredLocations(config: AwsConfig, entries: readonly AwsAccountConfig[]): ConfiguredLocations {
  const owners = new Map<string, string>();
  const identities: Identity[] = [];

  /** Two names for one configured would list everything in it twice. Which accounts the names stand for, AWS says. */
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
