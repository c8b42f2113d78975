import type { AwsLocation } from '../aws/location.ts';

/** Normalises a user id of AWS. The location is where it was read: its account's domain completes a bare name. */
export type UserNameOf = (userId: string | null, location?: AwsLocation) => string | null;

/** `arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com`: the role session name follows the last slash. */
const ASSUMED_ROLE = /^arn:[\w-]+:sts::\d*:assumed-role\/(?:.*\/)?([^/]+)$/i;
/** `arn:aws:iam::123456789012:user/division/alice`: the user name follows the last slash. */
const IAM_USER = /^arn:[\w-]+:iam::\d*:user\/(?:.*\/)?([^/]+)$/i;
/** Bare name: without a domain on either side, and no ARN. */
const BARE = /^[^@\\:/]+$/;

/**
 * Normalises a user id of AWS to a user name: the session name of an assumed role, the name of an IAM user, otherwise the user
 * id itself; in ASCII lower case. Never merges names that may be different users: `alice` and `alice@example.com` are two users
 * unless the domain of bare names is configured.
 *
 * @param domain domain that completes bare names; empty: none
 * @returns null for a missing or empty user id
 */
export function toUserName(userId: string | null | undefined, domain: string): string | null {
  if (!userId) return null;
  const [, name = userId] = ASSUMED_ROLE.exec(userId) ?? IAM_USER.exec(userId) ?? [];
  return complete(name, domain);
}

/**
 * Returns the user name of a caller from a token claim. Does not trim, case-fold beyond ASCII or parse the claim: otherwise a
 * caller who can choose a name that normalises to another user's could impersonate that user. An ARN in a claim is plain text.
 *
 * @returns null for an empty claim
 */
export function claimedUserName(claim: string | null, domain: string): string | null {
  return claim ? complete(claim, domain) : null;
}

function complete(name: string, domain: string): string {
  const spelled = toAsciiLowerCase(name);
  return domain !== '' && BARE.test(spelled) ? `${spelled}@${toAsciiLowerCase(domain)}` : spelled;
}

/**
 * Converts ASCII letters only: Unicode lower case maps the Kelvin sign to ASCII `k`, and the Turkish capital İ to `i` and a
 * combining dot.
 */
function toAsciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
