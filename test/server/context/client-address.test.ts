import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, callerKey } from '../../../src/server/context/client-address.ts';

const request = (peer: string | undefined, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: peer },
  }) as unknown as IncomingMessage;

const addresses = fc.oneof(fc.ipV4(), fc.ipV6());

describe('The address of a client', () => {
  test('is what the first trusted proxy has seen, whatever the client has put in front', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(addresses, fc.constantFrom('forged', '', ' ', '10.0.0.1, 10.0.0.2')), { maxLength: 4 }),
        fc.array(addresses, { minLength: 1, maxLength: 4 }),
        addresses,
        (forged, chain, peer) => {
          // Each trusted proxy adds the address that it has seen; the last of them is the peer.
          const header = [...forged, ...chain].join(', ');
          expect(addressOf(request(peer, header), chain.length)).toBe(chain[0]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is that of the connection without trusted proxies, and the oldest one where there were fewer proxies', () => {
    expect(addressOf(request('192.0.2.1', '10.0.0.1'), 0)).toBe('192.0.2.1');
    expect(addressOf(request('192.0.2.1'), 2)).toBe('192.0.2.1');
    expect(addressOf(request('192.0.2.1', '10.0.0.1'), 5)).toBe('10.0.0.1');
    expect(addressOf(request(undefined), 0)).toBe('unknown');
  });

  test.each(['<script>', 'a b', 'x'.repeat(65), '"', 'ä', '10.0.0.1\u0000'])('is unknown for %j', (odd) => {
    expect(addressOf(request('192.0.2.1', odd), 1)).toBe('unknown');
  });
});

/** The eight groups of an IPv6 address by definition, as numbers. */
function groupsOf(address: string): readonly number[] {
  const withoutIpV4 = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = withoutIpV4.split('::');
  const read = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => 0), ...last];
}

describe('The key that a caller is counted under', () => {
  test('is one for a network of IPv6, which is half of the address, however it is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const isMapped = [one, other].some((address) => /^::ffff:\d+\./i.test(address));
        if (isMapped) return;
        const network = (address: string) => groupsOf(address).slice(0, 4).join(':');
        const isSame = callerKey(null, one) === callerKey(null, other);
        expect([one, other, isSame]).toEqual([one, other, network(one) === network(other)]);
        expect(callerKey(null, one.toUpperCase())).toBe(callerKey(null, one.toLowerCase()));
        const sibling = [...groupsOf(one).slice(0, 4), 1, 2, 3, 4]
          .map((group) => group.toString(16).padStart(4, '0'))
          .join(':');
        expect([one, callerKey(null, one)]).toEqual([one, callerKey(null, sibling)]);
      }),
      { numRuns: 500 },
    );
  });

  test('is that of the IPv4 address where one is mapped, and of the caller where it has a name', () => {
    expect(callerKey(null, '::ffff:10.0.0.1')).toBe(callerKey(null, '10.0.0.1'));
    expect(callerKey(null, '10.0.0.1')).not.toBe(callerKey(null, '10.0.0.2'));
    expect(callerKey('alice', '10.0.0.1')).toBe(callerKey('alice', '10.0.0.2'));
    expect(callerKey('address 10.0.0.1', '10.0.0.9')).not.toBe(callerKey(null, '10.0.0.1'));
    expect(callerKey(null, 'unknown')).toBe('address unknown');
  });
});
