import { z } from 'zod';
import { type AUTHENTICATION, isLoopback } from './authentication.ts';

const ORIGIN = /^https?:\/\/[^/?#\s;,]+$/i;

/** Variables of the web console. */
export const CONSOLE = {
  console: {
    name: 'GATEWAY_CONSOLE',
    fallback: 'on',
    allowed: '`on` or `off`',
    meaning:
      '`on`: serves the web console on `/`. Its files are public; what it shows needs the OAuth scopes of the API. `off`: `/` is not found.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  consoleIssuer: {
    name: 'GATEWAY_CONSOLE_OIDC_ISSUER',
    fallback: '',
    allowed: 'a URL with `https:`, or with `http:` on loopback',
    meaning:
      'OpenID Connect issuer at which users of the console sign in (authorization code with PKCE), with `GATEWAY_AUTH=jwt`. Its tokens have to be those that `GATEWAY_JWT_ISSUER` names. Not set: the console cannot be used with `jwt`.',
    parser: z.string().refine((text) => text === '' || isSafeUrl(text)),
  },
  consoleClientId: {
    name: 'GATEWAY_CONSOLE_OIDC_CLIENT_ID',
    fallback: '',
    allowed: 'a text',
    meaning:
      'Client id of the console at the issuer: a public client without a secret, whose redirect URI is `/signedin` of the gateway. Required with the issuer.',
    parser: z.string(),
  },
  consoleScopes: {
    name: 'GATEWAY_CONSOLE_OIDC_SCOPES',
    fallback: 'openid profile',
    allowed: 'names with spaces between',
    meaning:
      'Scopes that the console requests: `openid`, and those of the gateway with the prefix that the issuer gives them. `offline_access` renews tokens without signing in again, at most issuers.',
    parser: z.string().regex(/^\s*openid\b|\sopenid\b/),
  },
  consoleAudience: {
    name: 'GATEWAY_CONSOLE_OIDC_AUDIENCE',
    fallback: '',
    allowed: 'a text',
    meaning: 'Parameter `audience` of the request to the issuer, which Auth0 needs. Not set: none is sent.',
    parser: z.string(),
  },
  consoleOrigins: {
    name: 'GATEWAY_CONSOLE_OIDC_ORIGINS',
    fallback: '',
    allowed: 'origins (`https://login.example.com`) with commas between',
    meaning:
      "Origins of the issuer's endpoints that differ from the issuer's own, such as the domain of a Cognito user pool. The content security policy of the console allows requests to these and to the issuer.",
    parser: z
      .string()
      .transform((list) => list.split(',').flatMap((text) => text.trim() || []))
      .pipe(z.array(z.string().regex(ORIGIN))),
  },
} as const;

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  return ORIGIN.test(origin) && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

type Console = {
  readonly [Key in keyof typeof CONSOLE]: z.output<(typeof CONSOLE)[Key]['parser']>;
};

/** Returns why the variables of the console do not fit together, in one line; null if they do. */
export function consoleFault({
  auth,
  consoleIssuer,
  consoleClientId,
}: Pick<Console, 'consoleIssuer' | 'consoleClientId'> & {
  readonly auth: z.output<(typeof AUTHENTICATION)['auth']['parser']>;
}): string | null {
  if (consoleIssuer === '') {
    return consoleClientId === ''
      ? null
      : 'GATEWAY_CONSOLE_OIDC_CLIENT_ID is set, and GATEWAY_CONSOLE_OIDC_ISSUER is not.';
  }
  if (auth !== 'jwt')
    return 'GATEWAY_CONSOLE_OIDC_ISSUER is set, but there is no sign-in unless GATEWAY_AUTH is "jwt".';
  return consoleClientId === '' ? 'GATEWAY_CONSOLE_OIDC_CLIENT_ID is not set; with an issuer it must be a text.' : null;
}
