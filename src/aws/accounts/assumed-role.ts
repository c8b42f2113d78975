import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsAccountConfig } from '../../config/aws-accounts.ts';
import { withDeadline } from '../deadline.ts';
import { deadlineExceeded, translateError } from '../errors/translate-error.ts';
import type { Identity } from './account-credentials.ts';
import { type AwsConfig, clientConfig } from './aws-config.ts';
import { credentialChain } from './credential-chain.ts';
import { renewed } from './renewing.ts';

/** An account whose role is assumed by the process or one of its profiles. */
export interface Role extends AwsAccountConfig {
  readonly accountId: string;
  readonly roleArn: string;
}

/** Role session name, which the account's CloudTrail shows. */
const SESSION_NAME = 'session-gateway';
const CALL = { service: 'sts', serviceName: 'STS', operation: 'AssumeRole', hadToken: false };

/** Assumes a role once an hour (aws-facts F-40), for all its regions and services. */
export function assumedRole(config: AwsConfig, { accountId, regions, roleArn, externalId, profile }: Role): Identity {
  const client = clientConfig(config);
  const assume = fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME, ExternalId: externalId },
    masterCredentials: config.credentials ?? credentialChain(client, profile, regions[0]),
    // A region of the entry and not the environment's: that may be of another partition, or not be set.
    clientConfig: { ...client, maxAttempts: 2, region: regions[0], profile },
  });
  const current = renewed(() =>
    assume().catch((error: unknown) => {
      throw translateError(error, CALL);
    }),
  );

  return {
    accountId,
    credentials: current,
    async account(reader) {
      // Before a call is signed: otherwise the call holds a permit meanwhile, and the rate limiter learns from the failure.
      await (reader ? withDeadline(current(), reader, () => deadlineExceeded(CALL, false)) : current());
      return accountId;
    },
    close: () => client.requestHandler.destroy(),
  };
}
