import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { AwsAccountConfig } from '../../config/aws-accounts.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { type Deadline, withDeadline } from '../deadline.ts';
import { deadlineExceeded, translateError } from '../errors/translate-error.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';
import { type AwsConfig, clientConfig } from './aws-config.ts';
import { credentialChain } from './credential-chain.ts';

/** The gateway's identity at AWS in the regions of one configured entry. */
export interface Identity {
  /** Account id; null until AWS has returned it, unless it is configured. */
  readonly accountId: string | null;
  /** Credentials with which the clients of all services and regions sign. */
  readonly credentials: STSClientConfig['credentials'];
  /**
   * Resolves the account, once credentials are loaded and known to belong to it. Concurrent callers share one AWS call;
   * failures are not cached.
   *
   * @throws GatewayError UPSTREAM_*
   */
  account(reader?: Deadline): Promise<string>;
  close(): void;
}

const CALL = { service: 'sts', serviceName: 'STS', operation: 'GetCallerIdentity', hadToken: false };

/** Reads the region of the environment or the profile; rejects if there is none. */
export async function environmentRegion(config: AwsConfig): Promise<string> {
  const sts = new STSClient(clientConfig(config));
  try {
    return await sts.config.region();
  } finally {
    sts.destroy();
  }
}

/** Creates the identity of the process or one of its profiles. GetCallerIdentity needs no permission, so a failure means wrong credentials or no connection to AWS (F-43). */
export function environmentCredentials(
  config: AwsConfig,
  { accountId: expected, regions, profile }: AwsAccountConfig,
): Identity {
  const client = clientConfig(config);
  const sts = new STSClient({
    ...client,
    maxAttempts: 2,
    region: regions[0],
    credentials: config.credentials ?? credentialChain(client, profile, regions[0]),
    ...(profile !== undefined && { profile }),
  });
  let inFlight: Promise<string> | undefined;
  let known: string | undefined;

  async function requestAccount(): Promise<string> {
    const { Account: accountId = '' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
      throw translateError(error, CALL);
    });
    if (!/^\d{12}$/.test(accountId))
      throw translateError(new UpstreamFailure('NOT_AWS', 'No account in the answer'), CALL);
    if (expected !== undefined && accountId !== expected) throw foreign(expected, accountId);
    return accountId;
  }

  return {
    get accountId() {
      return expected ?? known ?? null;
    },
    credentials: sts.config.credentials,
    async account(reader) {
      if (known !== undefined) return known;
      inFlight ??= requestAccount().finally(() => {
        inFlight = undefined;
      });
      known = await (reader ? withDeadline(inFlight, reader, () => deadlineExceeded(CALL, false)) : inFlight);
      return known;
    },
    close: () => sts.destroy(),
  };
}

function foreign(expected: string, actual: string): GatewayError {
  const cause = new Error(`GATEWAY_AWS_ACCOUNTS says ${expected}, but the credentials belong to ${actual}`);
  const details = { service: CALL.service, operation: CALL.operation, retryable: false };
  return new GatewayError('UPSTREAM_CREDENTIALS', "The gateway's credentials are not of this account.", details, {
    cause,
  });
}
