import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';

const roleArn = 'arn:aws:iam::210987654321:role/path/session-gateway';
const parse = (accounts: unknown) => parseConfig({ GATEWAY_AWS_ACCOUNTS: JSON.stringify(accounts) }).awsAccounts;

describe('GATEWAY_AWS_ACCOUNTS', () => {
  test('is not set by default', () => {
    expect(parseConfig({}).awsAccounts).toBeUndefined();
  });

  test('is a list of accounts with their regions, and of ways to get there', () => {
    const scopes = [
      { regions: ['eu-west-1', 'us-gov-west-1'] },
      { accountId: '123456789012', regions: ['eu-west-1'], profile: 'dev' },
      { accountId: '210987654321', regions: ['eu-west-1'], roleArn, externalId: 'tenant-1', profile: 'dev' },
    ];
    expect(parse(scopes)).toEqual(scopes);
  });

  test('takes the account from the role', () => {
    expect(parse([{ regions: ['cn-north-1'], roleArn: 'arn:aws-cn:iam::210987654321:role/reader' }])).toMatchObject([
      { accountId: '210987654321' },
    ]);
  });

  test('may have one account in several entries, if their regions differ', () => {
    expect(
      parse([
        { regions: ['eu-west-1'], roleArn },
        { regions: ['us-east-1'], roleArn },
      ]),
    ).toHaveLength(2);
  });
});

describe('A GATEWAY_AWS_ACCOUNTS that is not as it must be stops the start with one line that says where', () => {
  const eu = ['eu-west-1'];
  const allowed =
    'a JSON list of "{"accountId"?, "regions": [..], "roleArn"?, "externalId"?, "profile"?, "identityDomain"?}", each account and region once';

  test.each([
    ['[', 'is no JSON'],
    ['eu-west-1', 'is no JSON'],
    ['null', 'must be a list'],
    ['{"regions":["eu-west-1"]}', 'must be a list'],
    ['[]', 'must not be empty'],
  ])('%s', (text, reason) => {
    const message = `GATEWAY_AWS_ACCOUNTS is ${JSON.stringify(text)}; it must be ${allowed} (${reason}).`;
    expect(() => parseConfig({ GATEWAY_AWS_ACCOUNTS: text })).toThrow(new ConfigError(message));
  });

  test.each([
    [[null], /\(\[0\] Invalid input: expected object, received null\)/],
    [[{}], '([0].regions must be a list)'],
    [[{ regions: [] }], '([0].regions must not be empty)'],
    [[{ regions: 'eu-west-1' }], '([0].regions must be a list)'],
    [[{ regions: ['Ireland'] }], '([0].regions[0] must be an AWS region)'],
    [[{ regions: [1] }], '([0].regions[0] must be text)'],
    [[{ regions: eu }, { regions: eu, region: 'eu-west-1' }], '([1] Unrecognized key: "region")'],
    [[{ regions: eu, accountId: '12345678901' }], '([0].accountId must be 12 digits)'],
    [[{ regions: eu, accountId: 123456789012 }], '([0].accountId must be text)'],
    [[{ regions: eu, roleArn: 'arn:aws:iam::210987654321:user/me' }], '([0].roleArn must be the ARN of an IAM role)'],
    [[{ regions: eu, roleArn: 'arn:aws:iam::21098765432:role/me' }], '([0].roleArn must be the ARN of an IAM role)'],
    [[{ regions: eu, roleArn: `${roleArn}\n` }], '([0].roleArn must be the ARN of an IAM role)'],
    [[{ regions: eu, roleArn, externalId: 'x' }], '([0].externalId must be as STS takes it)'],
    [[{ regions: eu, externalId: 'tenant-1' }], '([0].externalId needs a roleArn)'],
    [[{ regions: eu, profile: '' }], '([0].profile must not be empty)'],
    [[{ regions: eu, identityDomain: 'a b' }], '([0].identityDomain must be a domain name)'],
    [[{ regions: eu, identityDomain: 'alice@example.com' }], '([0].identityDomain must be a domain name)'],
    [[{ regions: eu, accountId: '123456789012', roleArn }], '([0].accountId is not the account of the roleArn)'],
    [[{ regions: ['eu-west-1', 'eu-west-1'] }], '([0].regions[1] is there twice for default)'],
    [[{ regions: eu }, { regions: eu }], '([1].regions[0] is there twice for default)'],
    [
      [
        { regions: eu, roleArn },
        { regions: ['us-east-1', 'eu-west-1'], accountId: '210987654321', profile: 'dev' },
      ],
      '([1].regions[1] is there twice for 210987654321)',
    ],
  ])('%j', (scopes, reason) => {
    expect(() => parse(scopes)).toThrow(ConfigError);
    expect(() => parse(scopes)).toThrow(reason);
    expect(() => parse(scopes)).toThrow(/^GATEWAY_AWS_ACCOUNTS is .*$/);
  });
});
