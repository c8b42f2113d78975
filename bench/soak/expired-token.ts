import type { TransportName } from '../../test/support/live-transports.ts';
import { startIssuer } from '../hostile/issuer.ts';
import { startAws, startGateway } from '../support/programs.ts';
import { type Follower, follow } from './follower.ts';
import { faultList, seconds, until, type Verdict } from './verdict.ts';

const TRANSPORTS: readonly TransportName[] = ['sse', 'multipart', 'websocket'];
/** Long enough for streams to open on a busy machine. Seconds. */
const LIFETIME_S = 10;
/** Longest time from the end of a token to that of its streams (docs/live.md). Milliseconds. */
const LIMIT_MS = 5_000;

/** Streams of a token that expires end within 5 s of it, with `UNAUTHENTICATED`; those of another token go on. */
export async function expiredToken(): Promise<Verdict> {
  const issuer = await startIssuer();
  const aws = await startAws();
  const gateway = await startGateway(aws.url, { ...issuer.env, GATEWAY_JWT_CLOCK_SKEW_S: '0' });
  const url = new URL('/graphql', gateway.url).href;
  const open = (token: string) =>
    TRANSPORTS.map((transport) => follow({ url, transport, authorization: `Bearer ${token}`, onBatch() {} }));
  const token = await issuer.shortToken(LIFETIME_S);
  const expiresAt = expiryOf(token);
  const [short, long] = [open(token), open(issuer.tokens.other)];
  try {
    const endedAt = new Map<Follower, number>();
    const note = () => {
      for (const each of short) if (!each.isOpen && !endedAt.has(each)) endedAt.set(each, Date.now());
      return endedAt.size === short.length;
    };
    await until(note, LIFETIME_S * 1_000 + 3 * LIMIT_MS);
    const { faults, check } = faultList();
    const late = short.map((each) => (endedAt.get(each) ?? Infinity) - expiresAt);
    for (const [index, transport] of TRANSPORTS.entries()) {
      const ms = late[index] ?? Infinity;
      check(ms >= 0 && ms <= LIMIT_MS, `${transport} ended ${ms} ms after its token`);
      const codes = JSON.stringify(short[index]?.errors);
      check(codes.includes('UNAUTHENTICATED') || transport === 'websocket', `${transport} ended with ${codes}`);
    }
    check(
      long.every(({ isOpen }) => isOpen),
      'streams of a valid token ended, too',
    );
    const ends = TRANSPORTS.map((transport, index) => `${transport} ${seconds(late[index] ?? Infinity)}`);
    return { faults, figures: [`ended after their token: ${ends.join(', ')}`] };
  } finally {
    for (const each of [...short, ...long]) each.close();
    await gateway.stop();
    await aws.stop();
    issuer.close();
  }
}

/** Returns the time at which a token expires. Milliseconds since the epoch. */
function expiryOf(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
  return claims.exp * 1_000;
}
