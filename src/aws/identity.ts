import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsConfig, CLIENT_DEFAULTS } from './config.ts';
import { type Reader, readUntilGone } from './reader.ts';
import type { Scope } from './scope.ts';
import { outOfTime, translateError } from './translate-error.ts';

/** Who the gateway is to AWS. */
export interface Identity {
  /** The region of the environment or the profile; rejects where there is none. */
  region(): Promise<string>;
  /** The account and region of the credentials. Asked of STS once, however many ask; a failure is not remembered. */
  scope(reader?: Reader): Promise<Scope>;
  /** The credential provider that the clients of all services share. */
  readonly credentials: STSClient['config']['credentials'];
  close(): void;
}

const CALL = { service: 'sts', operation: 'GetCallerIdentity', hadToken: false };

/** GetCallerIdentity needs no permission, so a failure means wrong credentials or no way to AWS. */
export function awsIdentity(config: AwsConfig): Identity {
  const sts = new STSClient({ ...CLIENT_DEFAULTS, ...config, maxAttempts: 2 });
  let asking: Promise<Scope> | undefined;
  let known: Scope | undefined;

  async function ask(): Promise<Scope> {
    try {
      const region = await sts.config.region();
      const { Account: accountId = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { accountId, region };
    } catch (error) {
      throw translateError(error, CALL);
    }
  }

  return {
    region: () => sts.config.region(),
    credentials: sts.config.credentials,
    async scope(reader) {
      if (known) return known;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      known = await (reader ? readUntilGone(asking, reader, () => outOfTime(CALL, false)) : asking);
      return known;
    },
    close: () => sts.destroy(),
  };
}
