import { z } from 'zod';

/** AWS account configuration: one entry of `GATEWAY_AWS_ACCOUNTS`. */
export interface AwsAccountConfig {
  /** Account as configured, or of `roleArn`; undefined if it is known from AWS only. */
  readonly accountId?: string | undefined;
  readonly regions: readonly string[];
  /** Role to assume with the credentials of `profile`, or of the process by default. */
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  readonly profile?: string | undefined;
  /** Domain that completes bare user names of this account, instead of `GATEWAY_IDENTITY_DOMAIN`. */
  readonly identityDomain?: string | undefined;
}

/** A domain name, or empty. */
export const IDENTITY_DOMAIN = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*)?$/i;

/** Limits of IAM for paths and names of roles, and of AssumeRole for external ids (API reference, read 2026-11). */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d$/;

const entry = z
  .strictObject({
    accountId: z
      .string('must be text')
      .regex(/^\d{12}$/, 'must be 12 digits')
      .optional(),
    regions: z
      .array(z.string('must be text').regex(REGION, 'must be an AWS region'), 'must be a list')
      .min(1, 'must not be empty'),
    roleArn: z.string('must be text').regex(ROLE_ARN, 'must be the ARN of an IAM role').optional(),
    externalId: z.string('must be text').regex(EXTERNAL_ID, 'must be as STS takes it').optional(),
    profile: z.string('must be text').min(1, 'must not be empty').optional(),
    identityDomain: z.string('must be text').regex(IDENTITY_DOMAIN, 'must be a domain name').optional(),
  })
  .superRefine(({ accountId, roleArn, externalId }, { addIssue }) => {
    const reject = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (roleArn === undefined && externalId !== undefined) reject('externalId', 'needs a roleArn');
    if (accountId !== undefined && roleArn !== undefined && accountId !== accountOf(roleArn)) {
      reject('accountId', 'is not the account of the roleArn');
    }
  })
  .transform((given): AwsAccountConfig => ({ ...given, accountId: given.accountId ?? accountOf(given.roleArn) }));

/** Parses the variable's JSON; undefined if it is not set. */
export const awsAccountsParser = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    } catch {
      addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(entry, 'must be a list').min(1, 'must not be empty').superRefine(rejectDuplicates).optional());

/** Returns the name of an entry, which does not depend on AWS: `default` is the account of the environment. */
export function accountNameOf({ accountId, profile }: AwsAccountConfig): string {
  return accountId ?? profile ?? 'default';
}

function accountOf(roleArn: string | undefined): string | undefined {
  return ROLE_ARN.exec(roleArn ?? '')?.[1];
}

function rejectDuplicates(entries: readonly AwsAccountConfig[], { addIssue }: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, each] of entries.entries()) {
    for (const [position, region] of each.regions.entries()) {
      const key = `${accountNameOf(each)}/${region}`;
      if (seen.has(key)) {
        addIssue({
          code: 'custom',
          path: [index, 'regions', position],
          message: `is there twice for ${accountNameOf(each)}`,
        });
      }
      seen.add(key);
    }
  }
}
