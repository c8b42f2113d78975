import { describe, expect, test } from 'vitest';
import { toUserName } from '../../src/sessions/identity.ts';

const STS = 'arn:aws:sts::123456789012';
const IAM = 'arn:aws:iam::123456789012';

/** User id of AWS, its user name without a domain, and with the domain `Example.com`. */
const SPELLINGS: readonly (readonly [string, string, string])[] = [
  [`${IAM}:user/alice`, 'alice', 'alice@example.com'],
  [`${IAM}:user/division/team/Alice`, 'alice', 'alice@example.com'],
  ['arn:aws-us-gov:iam::123456789012:user/alice', 'alice', 'alice@example.com'],
  ['arn:aws-cn:iam::123456789012:user/alice@corp.cn', 'alice@corp.cn', 'alice@corp.cn'],
  [`${STS}:assumed-role/Admin/bob`, 'bob', 'bob@example.com'],
  ['arn:aws-us-gov:sts::123456789012:assumed-role/path/Admin/Bob', 'bob', 'bob@example.com'],
  [`${STS}:assumed-role/AWSReservedSSO_Admin_0123/bob@example.com`, 'bob@example.com', 'bob@example.com'],
  ['alice@example.com', 'alice@example.com', 'alice@example.com'],
  ['ALICE@Example.COM', 'alice@example.com', 'alice@example.com'],
  ['alice', 'alice', 'alice@example.com'],
  ['Alice.Martin', 'alice.martin', 'alice.martin@example.com'],
  ['CORP\\alice', 'corp\\alice', 'corp\\alice'],
  [`${STS}:federated-user/Bob`, `${STS}:federated-user/bob`, `${STS}:federated-user/bob`],
  [`${IAM}:root`, `${IAM}:root`, `${IAM}:root`],
];

describe('A user has one spelling', () => {
  test.each(SPELLINGS)('%s is %s, and with a domain %s', (userId, plain, completed) => {
    expect(toUserName(userId, '')).toBe(plain);
    expect(toUserName(userId, 'Example.com')).toBe(completed);
    expect(toUserName(completed, 'Example.com')).toBe(completed);
  });

  test.each([null, undefined, ''])('and no user name where AWS returns no user: %s', (userId) => {
    expect(toUserName(userId, 'example.com')).toBeNull();
  });
});
