import { ACCESS_SCOPES, type AccessScope, type Caller } from '../../schema/access/access.ts';

/** Names of the claims that the gateway reads; issuers differ. */
export interface ClaimNames {
  /** Claim with the caller's user name, which owns sessions. */
  readonly userClaim: string;
  /** Claims with OAuth scopes; all of them are read. */
  readonly scopesClaims: readonly string[];
  /** Prefix of the gateway's scopes; scopes without it are ignored. */
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

/** Reads a claim by its whole name, which may be a URL, or else by a path: `realm_access.roles`. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, key) => (hasKey(value, key) ? value[key] : undefined), claims);
}

function hasKey(value: unknown, key: string): value is Claims {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** Reads a list of words, or a text of words separated by spaces. */
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
