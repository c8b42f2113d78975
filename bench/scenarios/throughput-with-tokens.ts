import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ask } from '../support/ask.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { load } from '../support/load.ts';
import { startAws, startQuietGateway } from '../support/programs.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 10;
const CLIENTS = 50;
const ISSUER = 'https://login.example.com/';
const AUDIENCE = 'session-gateway';

/** Throughput of a warm connection with `GATEWAY_AUTH=jwt` and fifty clients' tokens, against `GATEWAY_AUTH=none`. */
export async function throughputWithTokens(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const jwks = join(folder, 'jwks.json');
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256' }] }));
  const aws = await startAws('--sessions', '2000', '--sessions-default-to-all');
  const query = await pageOfFifty(aws.url);

  const keep = { GATEWAY_CACHE_SESSIONS_MS: '3600000' };
  const jwt = {
    GATEWAY_AUTH: 'jwt',
    GATEWAY_JWT_JWKS: jwks,
    GATEWAY_JWT_ISSUER: ISSUER,
    GATEWAY_JWT_AUDIENCE: AUDIENCE,
  };
  const open = await startQuietGateway(aws.url, { ...keep, PORT: '19401' });
  const guarded = await startQuietGateway(aws.url, { ...keep, ...jwt, PORT: '19402' });
  const tokens = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => sign(privateKey, `user-${index}`)));
  const [none, some] = [[{}], tokens.map((token) => ({ authorization: `Bearer ${token}` }))];

  const rates: Record<'open' | 'guarded', number[]> = { open: [], guarded: [] };
  for (let warm = 0; warm < 500; warm += 1) {
    await ask(open.url, query);
    await ask(guarded.url, query, undefined, some[warm % CLIENTS]);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.open.push(await rateOf(open.url, query, none));
    rates.guarded.push(await rateOf(guarded.url, query, some));
  }
  await Promise.all([open.stop(), guarded.stop(), aws.stop(), rm(folder, { recursive: true })]);
  const [ours, reference] = [median(rates.guarded), median(rates.open)];
  const what = 'warm 50 edges, with tokens';
  return [
    { scenario: 'throughputWithTokens', what, ours, reference, against: 'GATEWAY_AUTH=none', unit: 'requests/s' },
  ];
}

function sign(key: CryptoKey, subject: string): Promise<string> {
  return new SignJWT({ scope: 'sessions:read' })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setExpirationTime('1h')
    .sign(key);
}

async function rateOf(url: string, query: string, headers: readonly Record<string, string>[]): Promise<number> {
  const { requests, non2xx } = await load(url, query, {
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: headers.map((some) => ({ headers: { 'content-type': 'application/json', ...some } })),
  });
  if (non2xx > 0) throw new Error(`${non2xx} requests were rejected.`);
  return requests.average;
}
