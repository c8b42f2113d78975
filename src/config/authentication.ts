import { z } from 'zod';
import { integer } from './integer.ts';
import type { Environment } from './variable.ts';

/** Algorithms with a private key of the issuer. Shared secrets (HS256) are excluded: a verifier could sign tokens with them. */
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
/** Text that is empty (not set) or not blank. */
const notBlank = z.string().refine((text) => text === '' || text.trim() !== '');

/** The variables of `GATEWAY_AUTH`. */
export const AUTHENTICATION = {
  auth: {
    name: 'GATEWAY_AUTH',
    fallback: 'none',
    allowed: '`none` or `jwt`',
    meaning:
      '`none`: every caller may do everything; has to be set if `HOST` is not loopback. `jwt`: every request needs a token, whose OAuth scopes say what it may do; see docs/authentication.md.',
    parser: z.enum(['none', 'jwt']),
  },
  allowedHosts: {
    name: 'GATEWAY_ALLOWED_HOSTS',
    fallback: '',
    allowed: 'names or addresses of hosts with commas between, each with a port or without',
    meaning:
      'Values of the `Host` header that are accepted, besides `localhost`, `127.0.0.1` and `[::1]`. Checked on loopback without authentication, against DNS rebinding by pages of other sites; if set, always, except for `/health` and `/ready` from other machines.',
    parser: words.pipe(z.array(z.string().regex(/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i))),
  },
  jwtJwks: {
    name: 'GATEWAY_JWT_JWKS',
    fallback: '',
    allowed: 'a URL, or the path of a file that can be read',
    meaning:
      'JSON Web Key Set of the keys that sign tokens. Read again for a key that is not in it; required with `jwt`. A URL is `https:`, or `http:` on loopback.',
    parser: notBlank.refine((text) => !/^https?:/i.test(text) || URL.canParse(text)),
  },
  jwtJwksAllowHttp: {
    name: 'GATEWAY_JWT_JWKS_ALLOW_HTTP',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning:
      '`on`: allows a key set URL with plain `http:` on another host than loopback. An attacker who can alter traffic on that network can then forge tokens.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  jwtIssuer: {
    name: 'GATEWAY_JWT_ISSUER',
    fallback: '',
    allowed: "the issuer's name, as in its tokens",
    meaning: 'Required value of `iss`; required with `jwt`.',
    parser: notBlank,
  },
  jwtAudience: {
    name: 'GATEWAY_JWT_AUDIENCE',
    fallback: '',
    allowed: 'names with commas between',
    meaning: 'Accepted audiences: a token has to have one of these. Required with `jwt`.',
    parser: z
      .string()
      .refine((list) => list === '' || wordsOf(list).length > 0)
      .transform(wordsOf),
  },
  jwtAudienceClaim: {
    name: 'GATEWAY_JWT_AUDIENCE_CLAIM',
    fallback: 'aud',
    allowed: 'the name of a claim',
    meaning: 'Claim with the audience: `client_id` for access tokens of Cognito, which have no `aud`.',
    parser: notBlank,
  },
  jwtAlgorithms: {
    name: 'GATEWAY_JWT_ALGORITHMS',
    fallback: 'RS256,PS256,ES256,EdDSA',
    allowed: `some of \`${ALGORITHMS.join(',')}\``,
    meaning: 'Accepted signature algorithms, with commas between.',
    parser: words.pipe(z.array(z.enum(ALGORITHMS)).min(1)),
  },
  jwtClockSkewS: {
    name: 'GATEWAY_JWT_CLOCK_SKEW_S',
    fallback: '30',
    allowed: `a whole number from 0 to ${MAX_CLOCK_SKEW_S}`,
    meaning: 'Accepted difference between the clocks of issuer and gateway, in seconds.',
    parser: integer(0, MAX_CLOCK_SKEW_S),
  },
  jwtUserClaim: {
    name: 'GATEWAY_JWT_USER_CLAIM',
    fallback: 'sub',
    allowed: 'the name of a claim, or its path with dots between',
    meaning:
      'Claim with the user name that AWS knows the caller by: `sessions:read:own` shows the sessions of this user.',
    parser: notBlank,
  },
  jwtScopesClaim: {
    name: 'GATEWAY_JWT_SCOPES_CLAIM',
    fallback: 'scope,scp',
    allowed: 'names of claims, or their paths with dots between, with commas between',
    meaning:
      'Claims with OAuth scopes, each a list or a text with spaces between, such as `realm_access.roles`. The scopes of all are combined.',
    parser: words.pipe(z.array(z.string()).min(1)),
  },
  jwtScopePrefix: {
    name: 'GATEWAY_JWT_SCOPE_PREFIX',
    fallback: '',
    allowed: 'a text',
    meaning:
      "Prefix of the gateway's OAuth scopes in tokens: `session-gateway/` if a token has `session-gateway/fleets:read`. If set, scopes without it are ignored.",
    parser: z.string(),
  },
} as const;

/** Variables that `GATEWAY_AUTH=jwt` requires. */
const NEEDED = ['jwtJwks', 'jwtIssuer', 'jwtAudience'] as const;

type Authentication = {
  readonly [Key in keyof typeof AUTHENTICATION]: z.output<(typeof AUTHENTICATION)[Key]['parser']>;
};

/** Returns why the variables of authentication do not fit together, in one line; null if they do. */
export function authenticationFault(
  { host, ...config }: Authentication & { readonly host: string },
  environment: Environment,
): string | null {
  if (config.auth === 'none') {
    const unused = Object.values(AUTHENTICATION).find(
      ({ name }) => name.startsWith('GATEWAY_JWT_') && environment[name],
    );
    if (unused) return `${unused.name} is set, but no token is verified unless GATEWAY_AUTH is "jwt".`;
    if (environment.GATEWAY_AUTH || isLoopback(host)) return null;
    return `HOST is ${JSON.stringify(host)}, which other machines can reach; GATEWAY_AUTH must be "jwt", or set to "none" if every caller may do everything.`;
  }
  const missing = NEEDED.find((key) => config[key].length === 0);
  if (missing) {
    const { name, allowed } = AUTHENTICATION[missing];
    return `${name} is not set; with GATEWAY_AUTH=jwt it must be ${allowed}.`;
  }
  if (config.jwtJwksAllowHttp || !isOpenHttp(config.jwtJwks)) return null;
  return `GATEWAY_JWT_JWKS is ${JSON.stringify(config.jwtJwks)}; it must be "https:" or on loopback, unless GATEWAY_JWT_JWKS_ALLOW_HTTP is "on".`;
}

/** Returns true if keys are fetched over plain HTTP from another host, so that they could be replaced in transit. */
function isOpenHttp(location: string): boolean {
  return /^http:/i.test(location) && !isLoopback(new URL(location).hostname);
}

/** Returns true for loopback addresses, which no other host can reach: 127.0.0.0/8 and `::1`, the latter in brackets in a URL. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}
