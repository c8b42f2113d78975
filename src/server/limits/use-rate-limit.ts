import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors.ts';
import type { ServerContext } from '../context.ts';
import type { RateLimit } from './rate-limit.ts';

/** Refuses what comes too often with 429, and says when to come again. */
export function useRateLimit(rate: RateLimit, trustedProxies: number): Plugin<object, ServerContext> {
  // A request that leaves the fast lane comes by again, and is counted once.
  const counted = new WeakMap<IncomingMessage, Promise<number>>();

  function count(context: ServerContext): Promise<number> {
    const { req } = context;
    const known = req && counted.get(req);
    if (known) return known;
    const waitMs = rate.take(rateKey(context, trustedProxies));
    if (req) counted.set(req, waitMs);
    return waitMs;
  }

  return {
    async onParams({ context }) {
      const waitMs = await count(context);
      if (waitMs === 0) return;
      const seconds = Math.ceil(waitMs / 1_000);
      throw new GatewayError('RATE_LIMITED', `Too many requests: come again in ${seconds} s.`, {
        http: { status: 429, headers: { 'retry-after': String(seconds) } },
      });
    },
  };
}

/** Whose requests are counted together: the caller's, or where nobody is known the address's. */
export function rateKey({ caller, req }: ServerContext, trustedProxies: number): string {
  if (caller.name !== null) return `caller ${caller.name}`;
  return `address ${req ? addressOf(req, trustedProxies) : 'unknown'}`;
}

/** Each proxy adds whom it heard from. What stands before the first one that is trusted is what a client made up. */
function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = trustedProxies === 0 ? [] : String(headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded.map((address) => address.trim()).filter(Boolean), socket.remoteAddress ?? 'unknown'];
  return chain.at(-1 - trustedProxies) ?? chain[0] ?? 'unknown';
}
