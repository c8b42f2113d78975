import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsAccountConfig } from '../../config/aws-accounts.ts';
import { withDeadline } from '../deadline.ts';
import { deadlineExceeded, translateError } from '../errors/translate-error.ts';
import type { Identity } from './account-credentials.ts';
import { type AwsConfig, clientConfig } from './aws-config.ts';
import { credentialChain } from './credential-chain.ts';
import { renewed } from './renewing.ts';

/** Account configuration with a role, which the process or one of its profiles assumes. */
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
    // The environment's region may be of another AWS partition, or not set.
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
      // Loads credentials before a call: otherwise it holds a permit meanwhile, and the rate limiter counts the failure.
      await (reader ? withDeadline(current(), reader, () => deadlineExceeded(CALL, false)) : current());
      return accountId;
    },
    close: () => client.requestHandler.destroy(),
  };
}
