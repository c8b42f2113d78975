import { ACCESS_SCOPES, type AccessScope, type Caller } from '../../schema/access/access.ts';

/** Where tokens say what: issuers differ. */
export interface ClaimNames {
  /** Whose sessions are the caller's. */
  readonly userClaim: string;
  /** What the caller may do; all of them count. */
  readonly scopesClaims: readonly string[];
  /** What stands before the gateway's scopes; those without it are not for the gateway. */
  readonly scopePrefix: string;
}

export type Claims = Readonly<Record<string, unknown>>;

export function callerFrom(claims: Claims, { userClaim, scopesClaims, scopePrefix }: ClaimNames): Caller {
  const words = scopesClaims.flatMap((name) => wordsOf(claimOf(claims, name)));
  const scopes = words.filter((word) => word.startsWith(scopePrefix)).map((word) => word.slice(scopePrefix.length));
  const user = textOf(claimOf(claims, userClaim));
  return { name: user ?? textOf(claims.sub), user, scopes: new Set(scopes.filter(isAccessScope)) };
}

export function isMeantFor(
  claims: Claims,
  { audienceClaim, audiences }: { readonly audienceClaim: string; readonly audiences: readonly string[] },
): boolean {
  return [claimOf(claims, audienceClaim)].flat().some((audience) => audiences.includes(audience as string));
}

/** A claim by its whole name, which may be a URL; if there is none, by the names on the way to it: `realm_access.roles`. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, key) => (hasKey(value, key) ? value[key] : undefined), claims);
}

function hasKey(value: unknown, key: string): value is Claims {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** A list of words, or a text of words with spaces between. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/);
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function isAccessScope(word: string): word is AccessScope {
  return (ACCESS_SCOPES as readonly string[]).includes(word);
}
