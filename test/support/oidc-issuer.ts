import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type Key, newKey, sign, trusting } from './issuer.ts';

/** An OpenID Connect issuer whose only user is signed in already. */
export interface OidcIssuer {
  readonly url: string;
  /** Whom it signs in, and with which scopes; null: it denies all. Tests change it. */
  user: { readonly name: string; readonly scopes: string; readonly expiresInS?: number } | null;
  /** Grants that it has answered: `authorization_code`, `refresh_token`. */
  readonly grants: string[];
  /** A gateway's authenticator that trusts it. */
  trusted(): ReturnType<typeof trusting>;
}

export async function startOidcIssuer(): Promise<OidcIssuer> {
  const key = await newKey('first');
  const challenges = new Map<string, string>();
  const grants: string[] = [];
  const issuer: OidcIssuer = { url: '', user: null, grants, trusted: () => trusting(`${issuer.url}/keys`) };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer.url);
    if (url.pathname === '/authorize') authorize(url, response, issuer, challenges);
    else void answer(request, response, { issuer, key, challenges, grants, path: url.pathname });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(issuer, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** Sends the browser back at once, with a code that is bound to the challenge of PKCE. */
function authorize(url: URL, response: ServerResponse, { user }: OidcIssuer, challenges: Map<string, string>): void {
  const { searchParams: given } = url;
  const back = new URL(given.get('redirect_uri') ?? '');
  back.searchParams.set('state', given.get('state') ?? '');
  if (user === null || given.get('code_challenge_method') !== 'S256') back.searchParams.set('error', 'access_denied');
  else {
    const code = randomUUID();
    challenges.set(code, given.get('code_challenge') ?? '');
    back.searchParams.set('code', code);
  }
  response.writeHead(302, { location: back.href }).end();
}

interface Exchange {
  readonly issuer: OidcIssuer;
  readonly key: Key;
  readonly challenges: Map<string, string>;
  readonly grants: string[];
  readonly path: string;
}

async function answer(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const body = exchange.path === '/token' ? await tokens(await text(request), exchange) : documentOf(exchange);
  response.writeHead(body ? 200 : 400, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
}

function documentOf({ issuer: { url }, key, path }: Exchange): object | null {
  if (path === '/keys') return { keys: [key.jwk] };
  if (path !== '/.well-known/openid-configuration') return null;
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
  };
}

async function tokens(form: string, { issuer, key, challenges, grants }: Exchange): Promise<object | null> {
  const given = new URLSearchParams(form);
  const grant = given.get('grant_type') ?? '';
  const verifier = createHash('sha256')
    .update(given.get('code_verifier') ?? '')
    .digest('base64url');
  if (grant === 'authorization_code' && challenges.get(given.get('code') ?? '') !== verifier) return null;
  if (!issuer.user) return null;
  grants.push(grant);
  const { name, scopes, expiresInS = 600 } = issuer.user;
  const token = await sign(key, { sub: name, scope: scopes, in: expiresInS });
  const idToken = await sign(key, { iss: issuer.url, aud: 'console', sub: name, iat: Math.floor(Date.now() / 1_000) });
  return {
    id_token: idToken,
    access_token: token,
    token_type: 'Bearer',
    expires_in: expiresInS,
    refresh_token: randomUUID(),
    scope: scopes,
  };
}
