import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An issuer of tokens on loopback, and who it names. */
export interface Issuer {
  /** The gateway's variables that trust it. */
  readonly env: Readonly<Record<string, string>>;
  /** Tokens: of a caller without scopes, of one who may read everything, and of another such one. */
  readonly tokens: { readonly stranger: string; readonly reader: string; readonly other: string };
  /** A token of the reader that expires after so many seconds. */
  shortToken(seconds: number): Promise<string>;
  /** From now on its key set has no end. */
  endless(): void;
  /** A token that is signed by a key that it never published. */
  unknownToken(): Promise<string>;
  close(): void;
}

const NAME = 'https://login.example.com/';
const AUDIENCE = 'session-gateway';
const READS = 'sessions:read fleets:read';

export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256', use: 'sig' };
  const sign = (sub: string, scope: string, kid = 'first', lifetime = '1h') =>
    new SignJWT({ scope })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(NAME)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setExpirationTime(lifetime)
      .sign(privateKey);

  let isEndless = false;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (!isEndless) return void response.end(JSON.stringify({ keys: [jwk] }));
    response.write('{"keys":[');
    const chunk = `${JSON.stringify(jwk)},`.repeat(5_000);
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let unknown = 0;
  return {
    env: {
      GATEWAY_AUTH: 'jwt',
      GATEWAY_JWT_JWKS: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
      GATEWAY_JWT_ISSUER: NAME,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    },
    tokens: {
      stranger: await sign('stranger', ''),
      reader: await sign('reader', READS),
      other: await sign('other', READS),
    },
    shortToken: (seconds) => sign('reader', READS, 'first', `${seconds}s`),
    endless() {
      isEndless = true;
    },
    unknownToken: () => sign('stranger', '', `unknown-${unknown++}`),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
