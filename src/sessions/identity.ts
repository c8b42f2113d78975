import type { AwsLocation } from '../aws/location.ts';

/** Normalises a user id of AWS's. Where it was read is the account whose domain completes a bare name. */
export type UserNameOf = (userId: string | null, location?: AwsLocation) => string | null;

/** `arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com`: what is behind the last slash is the session's name. */
const ASSUMED_ROLE = /^arn:[\w-]+:sts::\d*:assumed-role\/(?:.*\/)?([^/]+)$/i;
/** `arn:aws:iam::123456789012:user/division/alice`: what is behind the last slash is the user's name. */
const IAM_USER = /^arn:[\w-]+:iam::\d*:user\/(?:.*\/)?([^/]+)$/i;
/** A name and nothing else: no domain on either side, no ARN. */
const BARE = /^[^@\\:/]+$/;

/**
 * Normalises whom AWS names: the session name of an assumed role, the name of an IAM user, otherwise the user id itself;
 * in lower case. Whatever could be somebody else stays apart: `alice` and `alice@example.com` are two people unless the
 * domain of bare names is known.
 *
 * @param domain what bare names are completed with; empty: nothing
 * @returns null where AWS names nobody
 */
export function toUserName(userId: string | null | undefined, domain: string): string | null {
  if (!userId) return null;
  const [, name = userId] = ASSUMED_ROLE.exec(userId) ?? IAM_USER.exec(userId) ?? [];
  return complete(name, domain);
}

/**
 * Names a caller by the claim of their token, as its issuer wrote it: nothing is trimmed, folded or parsed, because whoever
 * can choose a name that *becomes* another's would be that person. An ARN in a claim is no more than its text.
 *
 * @returns null for an empty claim: nobody
 */
export function claimedUserName(claim: string | null, domain: string): string | null {
  return claim ? complete(claim, domain) : null;
}

function complete(name: string, domain: string): string {
  const spelled = toAsciiLowerCase(name);
  return domain !== '' && BARE.test(spelled) ? `${spelled}@${toAsciiLowerCase(domain)}` : spelled;
}

/** Unicode's lower case makes an ASCII `k` of the Kelvin sign, and an `i` with a dot of a Turkish capital. */
function toAsciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
