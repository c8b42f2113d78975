import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { RateLimit } from './rate-limit.ts';

/** How much one caller may ask: how often in a minute, and how much at the same time. */
export interface CallerLimits {
  /**
   * Counts a request, and waits while its caller has too many in flight.
   *
   * @param response the request is in flight until it is closed; without one it is only counted
   * @returns undefined where it may go on at once; rejects with RATE_LIMITED
   */
  admit(key: string, response?: ServerResponse): Promise<void> | undefined;
}

export interface CallerLimitOptions {
  readonly rate?: RateLimit | undefined;
  /** Requests of one caller that are answered at the same time; the others wait in the order in which they came. */
  readonly maxInFlight?: number;
  /** How long they wait at most. Milliseconds. */
  readonly maxWaitMs?: number;
}

/** The requests of one caller. */
interface Flight {
  inFlight: number;
  readonly waiting: Set<() => void>;
}

export function callerLimits({ rate, maxInFlight = Infinity, maxWaitMs = 10_000 }: CallerLimitOptions): CallerLimits {
  const flights = new Map<string, Flight>();

  /** Takes a place until the answer has left; undefined where there was one. */
  function enter(key: string, response: ServerResponse): Promise<void> | undefined {
    if (response.destroyed) return undefined;
    const flight = flights.get(key) ?? { inFlight: 0, waiting: new Set() };
    flights.set(key, flight);
    const begin = () => {
      flight.inFlight += 1;
      response.once('close', () => {
        flight.inFlight -= 1;
        const [next] = flight.waiting;
        if (next) next();
        else if (flight.inFlight === 0) flights.delete(key);
      });
    };
    if (flight.inFlight >= maxInFlight) return wait(flight, response, begin);
    begin();
    return undefined;
  }

  function wait({ waiting }: Flight, response: ServerResponse, begin: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(go);
        clearTimeout(timer);
        response.off('close', gone);
      };
      const go = () => {
        leave();
        begin();
        resolve();
      };
      // Whoever has gone is not answered: see `admittedListener`.
      const gone = () => {
        leave();
        resolve();
      };
      const timer = setTimeout(() => {
        leave();
        reject(tooMany('Too many requests are in flight', 1));
      }, maxWaitMs);
      waiting.add(go);
      response.once('close', gone);
    });
  }

  async function count(key: string, limit: RateLimit, response?: ServerResponse): Promise<void> {
    const waitMs = await limit.take(key);
    if (waitMs > 0) throw tooMany('Too many requests', Math.ceil(waitMs / 1_000));
    if (response) await enter(key, response);
  }

  return {
    admit: (key, response) => (rate ? count(key, rate, response) : response && enter(key, response)),
  };
}

function tooMany(what: string, seconds: number): GatewayError {
  return new GatewayError('RATE_LIMITED', `${what}: come again in ${seconds} s.`, {
    http: { status: 429, headers: { 'retry-after': String(seconds) } },
  });
}

/** Whose requests are counted together: the caller's, or where nobody is known the address's. */
export function callerKey(name: string | null, address: string): string {
  return name === null ? `address ${networkOf(address)}` : `caller ${name}`;
}

/** One customer of a network has 2^64 IPv6 addresses: they count as one. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}

/** What stands in a header may be anything, of any length. */
const ADDRESS = /^[\w.:[\]%-]{1,64}$/;

/** Each proxy adds whom it heard from. What stands before the first one that is trusted is what a client made up. */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const near = socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return near;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded.map((address) => address.trim()).filter(Boolean), near];
  const address = chain.at(-1 - trustedProxies) ?? chain[0] ?? 'unknown';
  return ADDRESS.test(address) ? address : 'unknown';
}
