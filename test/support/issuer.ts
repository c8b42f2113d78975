import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createLog } from '../../src/log/log.ts';
import type { Authenticator } from '../../src/server/authentication/authenticator.ts';
import { bearerTokens, type TokenRules } from '../../src/server/authentication/bearer-tokens.ts';
import { type KeySource, keySource, signingKeys } from '../../src/server/authentication/signing-keys.ts';

export const ISSUER = 'https://login.example.com/';
export const AUDIENCE = 'session-gateway';

const RULES: TokenRules = {
  issuer: ISSUER,
  audiences: [AUDIENCE],
  audienceClaim: 'aud',
  algorithms: ['RS256', 'ES256'],
  clockSkewS: 30,
  userClaim: 'sub',
  scopesClaims: ['scope', 'scp'],
  scopePrefix: '',
};

/** A key of the issuer's. */
export type Key = Awaited<ReturnType<typeof newKey>>;

export async function newKey(kid: string, alg = 'ES256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** Signs what the gateway accepts, but for what is given. Times are in seconds from now; null leaves a claim out. */
export function sign(key: Pick<Key, 'kid' | 'alg' | 'privateKey'>, claims: JWTPayload & { in?: number } = {}) {
  const { in: lifetime = 600, ...others } = claims;
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: ISSUER, aud: AUDIENCE, sub: 'alice@example.com', exp: now + lifetime, ...others };
  const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
  return new SignJWT(present).setProtectedHeader({ alg: key.alg, kid: key.kid }).sign(key.privateKey);
}

/** An issuer of tokens: a server on loopback that publishes its keys. */
export interface Issuer {
  readonly url: string;
  /** Key set that it publishes; tests change it. */
  keys: readonly Key[];
  /** `error`: it answers 500. `silent`: it never does. */
  trouble: 'error' | 'silent' | null;
  /** Number of requests that it had. */
  asked: number;
  /** A gateway's authenticator that trusts it. */
  trusted(rules?: Partial<TokenRules>, pace?: Partial<KeySource>): Authenticator;
  close(): Promise<void>;
}

export async function startIssuer(...keys: readonly Key[]): Promise<Issuer> {
  const server = createServer((_request, response) => {
    issuer.asked += 1;
    if (issuer.trouble === 'silent') return;
    response.writeHead(issuer.trouble ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    keys,
    trouble: null,
    asked: 0,
    trusted(rules, pace) {
      // Long enough for a busy machine, unless the timeout is what a test is about.
      const read = () => keySource(issuer.url, issuer.trouble === 'silent' ? 100 : 30_000).read();
      return trusting(issuer.url, rules, { read, ...pace });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}

/** @param location of the keys: a URL or a file */
export function trusting(location: string, rules: Partial<TokenRules> = {}, pace: Partial<KeySource> = {}) {
  const keys = signingKeys({ ...keySource(location), ...pace }, createLog('silent'));
  return bearerTokens({ ...RULES, ...rules }, keys);
}
