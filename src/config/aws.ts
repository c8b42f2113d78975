import { z } from 'zod';
import { awsAccountsParser, IDENTITY_DOMAIN } from './aws-accounts.ts';
import { integer } from './integer.ts';

/** The values of AppStream's `AuthenticationType` (service model, 2026-08). */
const AUTHENTICATION_TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const;

/** Values of `SessionService`, one for each session provider. */
const SERVICES = ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL'] as const;

/** Parses a list of some values, with commas between. Repeated ones count once. */
const someOf = <const Values extends readonly string[]>(values: Values) =>
  z
    .string()
    .transform((list) => list.split(',').map((value) => value.trim()))
    .pipe(z.array(z.enum(values)).transform((given) => [...new Set(given)]));

/** Variables of AWS: accounts, regions, authentication types and user names. */
export const AWS = {
  aws: {
    name: 'GATEWAY_AWS',
    fallback: 'emulator',
    allowed: '`emulator` or `live`',
    meaning:
      '`emulator`: starts the embedded emulator and uses it. `live`: uses AWS, with the configuration of the AWS SDK: `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SSM` …',
    parser: z.enum(['emulator', 'live']),
  },
  emulatorSpeed: {
    name: 'GATEWAY_EMULATOR_SPEED',
    fallback: '1',
    allowed: 'a whole number from 1 to 3600',
    meaning:
      'How many times faster than people the simulated users of the embedded emulator are. With `60`, an hour of their sessions takes a minute; times are those of the clock, so that an hour-long session is one of a minute.',
    parser: integer(1, 3_600),
  },
  awsAccounts: {
    name: 'GATEWAY_AWS_ACCOUNTS',
    fallback: '',
    allowed:
      'a JSON list of `{"accountId"?, "regions": [..], "roleArn"?, "externalId"?, "profile"?, "identityDomain"?}`, each account and region once',
    meaning:
      "The AWS accounts and regions to read, each with the role to assume or the profile to use, and the `identityDomain` that completes the account's bare user names. Not set: the account and region of the environment.",
    explained: true,
    parser: awsAccountsParser,
  },
  services: {
    name: 'GATEWAY_SERVICES',
    fallback: SERVICES.join(','),
    allowed: `some of \`${SERVICES.join(',')}\``,
    meaning:
      'AWS services to read, with commas between. One that is left out takes no call, no permission and no memory: it is no source of `sessions`, and its own fields fail with `SERVICE_DISABLED`.',
    parser: someOf(SERVICES),
  },
  authenticationTypes: {
    name: 'GATEWAY_APPSTREAM_AUTH_TYPES',
    fallback: AUTHENTICATION_TYPES.join(','),
    allowed: `some of \`${AUTHENTICATION_TYPES.join(',')}\``,
    meaning:
      'Authentication types of AppStream sessions to read, with commas between. Each costs one AWS call per stack and fleet; sessions of other types are not shown.',
    parser: someOf(AUTHENTICATION_TYPES),
  },
  identityDomain: {
    name: 'GATEWAY_IDENTITY_DOMAIN',
    fallback: '',
    allowed: 'a domain name',
    meaning:
      'Completes bare user names, unless the entry of their account in `GATEWAY_AWS_ACCOUNTS` has an `identityDomain`: with `example.com`, `alice` and `alice@example.com` are one user. Not set: two users.',
    parser: z.string().regex(IDENTITY_DOMAIN),
  },
} as const;
