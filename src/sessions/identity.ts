/** `arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com`: what is behind the last slash is the session's name. */
const ASSUMED_ROLE = /^arn:[\w-]+:sts::\d*:assumed-role\/(?:.*\/)?([^/]+)$/i;
/** `arn:aws:iam::123456789012:user/division/alice`: what is behind the last slash is the user's name. */
const IAM_USER = /^arn:[\w-]+:iam::\d*:user\/(?:.*\/)?([^/]+)$/i;
/** A name and nothing else: no domain on either side, no ARN. */
const BARE = /^[^@\\:/]+$/;

/**
 * One spelling for a person whom three services spell in three ways: the session name of an assumed role, the name of an
 * IAM user, otherwise the user id itself; in lower case. Whatever could be somebody else stays apart: `alice` and
 * `alice@example.com` are two people unless the domain of bare names is known.
 *
 * @param domain what bare names are completed with; empty: nothing
 * @returns null where AWS names nobody
 */
export function toUserName(userId: string | null | undefined, domain: string): string | null {
  if (!userId) return null;
  const [, name = userId] = ASSUMED_ROLE.exec(userId) ?? IAM_USER.exec(userId) ?? [];
  const spelled = name.toLowerCase();
  return domain !== '' && BARE.test(spelled) ? `${spelled}@${domain.toLowerCase()}` : spelled;
}
