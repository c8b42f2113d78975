import { z } from 'zod';

/** What tokens may be signed with: keys that only their issuer has. A shared secret (HS256) could be anybody's, and `none` is no signature. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const MAX_CLOCK_SKEW_S = 300;

const wordsOf = (list: string) =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
const words = z.string().transform(wordsOf);
/** Not set, or with something in it. */
const notBlank = z.string().refine((text) => text === '' || text.trim() !== '');

/** The variables of `GATEWAY_AUTH`. */
export const AUTHENTICATION = {
  auth: {
    name: 'GATEWAY_AUTH',
    fallback: 'none',
    allowed: '`none` or `jwt`',
    meaning:
      '`none`: whoever reaches the gateway may do everything; on another address than loopback that has to be set. `jwt`: every request needs a token, whose scopes say what it may; see docs/authentication.md.',
    parser: z.enum(['none', 'jwt']),
  },
  allowedHosts: {
    name: 'GATEWAY_ALLOWED_HOSTS',
    fallback: '',
    allowed: 'names or addresses of hosts with commas between, each with a port or without',
    meaning:
      'What `Host` may say, beside `localhost`, `127.0.0.1` and `[::1]`. Judged without authentication on loopback, so that no page of another site comes in by a name of its own that leads there (DNS rebinding); where set, always, but for `/health` and `/ready` from other machines.',
    parser: words.pipe(z.array(z.string().regex(/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i))),
  },
  jwtJwks: {
    name: 'GATEWAY_JWT_JWKS',
    fallback: '',
    allowed: 'a URL, or the path of a file that can be read',
    meaning:
      'The keys that tokens are signed with, as a JSON Web Key Set. Read again for a new key; needed with `jwt`. A URL is `https:`, or `http:` on loopback.',
    parser: notBlank.refine((text) => !/^https?:/i.test(text) || URL.canParse(text)),
  },
  jwtJwksAllowHttp: {
    name: 'GATEWAY_JWT_JWKS_ALLOW_HTTP',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning:
      '`on`: the keys may come by plain `http:` from another host than loopback. Whoever can change what is on that network then decides who is let in.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  jwtIssuer: {
    name: 'GATEWAY_JWT_ISSUER',
    fallback: '',
    allowed: "the issuer's name, as its tokens have it",
    meaning: 'What `iss` has to be; needed with `jwt`.',
    parser: notBlank,
  },
  jwtAudience: {
    name: 'GATEWAY_JWT_AUDIENCE',
    fallback: '',
    allowed: 'names with commas between',
    meaning: 'Whom a token has to be meant for: one of these. Needed with `jwt`.',
    parser: z
      .string()
      .refine((list) => list === '' || wordsOf(list).length > 0)
      .transform(wordsOf),
  },
  jwtAudienceClaim: {
    name: 'GATEWAY_JWT_AUDIENCE_CLAIM',
    fallback: 'aud',
    allowed: 'the name of a claim',
    meaning: 'Where a token says whom it is meant for: `client_id` in access tokens of Cognito, which have no `aud`.',
    parser: notBlank,
  },
  jwtAlgorithms: {
    name: 'GATEWAY_JWT_ALGORITHMS',
    fallback: 'RS256,PS256,ES256,EdDSA',
    allowed: `some of \`${ALGORITHMS.join(',')}\``,
    meaning: 'How tokens may be signed, with commas between.',
    parser: words.pipe(z.array(z.enum(ALGORITHMS)).min(1)),
  },
  jwtClockSkewS: {
    name: 'GATEWAY_JWT_CLOCK_SKEW_S',
    fallback: '30',
    allowed: `a whole number from 0 to ${MAX_CLOCK_SKEW_S}`,
    meaning: 'How far the clocks of issuer and gateway may be apart, in seconds.',
    parser: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(MAX_CLOCK_SKEW_S)),
  },
  jwtUserClaim: {
    name: 'GATEWAY_JWT_USER_CLAIM',
    fallback: 'sub',
    allowed: 'the name of a claim, or the way to it with dots between',
    meaning:
      'Where a token has the name by which AWS knows the caller: it decides whose sessions `sessions:read:own` shows.',
    parser: notBlank,
  },
  jwtScopesClaim: {
    name: 'GATEWAY_JWT_SCOPES_CLAIM',
    fallback: 'scope,scp',
    allowed: 'names of claims, or the ways to them with dots between, with commas between',
    meaning:
      'Where a token has its scopes, as a list or a text with spaces between: `realm_access.roles`. All of these count.',
    parser: words.pipe(z.array(z.string()).min(1)),
  },
  jwtScopePrefix: {
    name: 'GATEWAY_JWT_SCOPE_PREFIX',
    fallback: '',
    allowed: 'a text',
    meaning:
      "What stands before the gateway's scopes in a token: `session-gateway/` where it has `session-gateway/fleets:read`. Where set, scopes without it do not count.",
    parser: z.string(),
  },
} as const;

/** What tokens cannot be judged without. */
const NEEDED = ['jwtJwks', 'jwtIssuer', 'jwtAudience'] as const;

type Authentication = {
  readonly [Key in keyof typeof AUTHENTICATION]: z.output<(typeof AUTHENTICATION)[Key]['parser']>;
};

/**
 * What the variables do not allow together; null where they may start.
 *
 * @param isChosen whether `GATEWAY_AUTH` is set, and not left as it is by default
 */
export function authenticationFault(
  { host, ...config }: Authentication & { readonly host: string },
  isChosen: boolean,
): string | null {
  if (config.auth === 'none') {
    if (isChosen || isLoopback(host)) return null;
    return `HOST is ${JSON.stringify(host)}, which others may reach; GATEWAY_AUTH must be "jwt", or set to "none" if everybody may do everything.`;
  }
  const missing = NEEDED.find((key) => config[key].length === 0);
  if (missing) {
    const { name, allowed } = AUTHENTICATION[missing];
    return `${name} is not set; with GATEWAY_AUTH=jwt it must be ${allowed}.`;
  }
  if (config.jwtJwksAllowHttp || !isOpenHttp(config.jwtJwks)) return null;
  return `GATEWAY_JWT_JWKS is ${JSON.stringify(config.jwtJwks)}; it must be "https:" or on loopback, unless GATEWAY_JWT_JWKS_ALLOW_HTTP is "on".`;
}

/** Whether anybody on the way could send other keys. */
function isOpenHttp(location: string): boolean {
  return /^http:/i.test(location) && !isLoopback(new URL(location).hostname.replace(/^\[|\]$/g, ''));
}

/** An address that no other machine can reach: all of 127.0.0.0/8, and `::1`. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}
