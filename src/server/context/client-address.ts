import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { currentRequest } from '../../log/current-request.ts';

/** Accepted addresses of `x-forwarded-for`, which may hold anything, of any length. */
const ADDRESS = /^[\w.:[\]%-]{1,64}$/;

/**
 * Returns a client's address. Each trusted proxy appends the address that it received the request from to `x-forwarded-for`;
 * entries before those of the trusted proxies are forgeable.
 *
 * @param trustedProxies number of proxies; 0 ignores the header
 */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const peer = socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded.map((address) => address.trim()).filter(Boolean), peer];
  const address = chain.at(-1 - trustedProxies) ?? chain[0] ?? 'unknown';
  return ADDRESS.test(address) ? address : 'unknown';
}

/** Returns the key that requests are counted under: the caller's name, or the address of an anonymous caller. */
export function callerKey(name: string | null, address: string): string {
  return name === null ? `address ${networkOf(address)}` : `caller ${name}`;
}

/** Returns the key of the current request's caller, as it was admitted; without an HTTP connection the address is unknown. */
export function currentCallerKey(name: string | null): string {
  return currentRequest.getStore()?.callerKey ?? callerKey(name, 'unknown');
}

/** Reduces an IPv6 address to its /64 network: one customer has 2^64 addresses. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [text = ''] = address.toLowerCase().split('%');
  // An IPv4 address at the end is two groups, neither of which is part of the network.
  const [head, tail] = text
    .replace(/[\d.]+\.[\d.]+$/, '0:0')
    .split('::')
    .map(groupsOf);
  const groups = head ?? [];
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.length;
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])].slice(0, 4).join(':');
}

/** Divides text into groups without leading zeros. */
function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
