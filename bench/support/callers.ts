import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const ISSUER = 'https://login.example.com/';
const AUDIENCE = 'session-gateway';
const ALGORITHM = 'ES256';

/** Callers whose tokens a gateway accepts. */
export interface Callers {
  /** Environment of the gateway. */
  readonly env: Readonly<Record<string, string>>;
  /** Headers of each caller. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** Removes the key set. */
  remove(): Promise<void>;
}

/** Issues a token to each of some callers, all of which may read. */
export async function createCallers(count: number): Promise<Callers> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const jwks = join(folder, 'jwks.json');
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', alg: ALGORITHM };
  await writeFile(jwks, JSON.stringify({ keys: [key] }));
  const tokens = await Promise.all(Array.from({ length: count }, (_, index) => sign(privateKey, `user-${index}`)));
  return {
    env: {
      GATEWAY_AUTH: 'jwt',
      GATEWAY_JWT_JWKS: jwks,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    },
    headers: tokens.map((token) => ({ 'content-type': 'application/json', authorization: `Bearer ${token}` })),
    remove: () => rm(folder, { recursive: true }),
  };
}

function sign(key: CryptoKey, subject: string): Promise<string> {
  return new SignJWT({ scope: 'sessions:read fleets:read' })
    .setProtectedHeader({ alg: ALGORITHM, kid: 'bench' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setExpirationTime('1h')
    .sign(key);
}
