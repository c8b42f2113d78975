import { Agent } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toNodeNoProxy } from '../../src/outbound/no-proxy.ts';

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const bitsOf = (address: readonly number[]) => address.map((part) => part.toString(2).padStart(8, '0')).join('');

/** Range as Node's agents take it: `10.0.0.0-10.255.255.255`. */
function rangeOf(text: string): readonly [first: string, last: string] {
  const [first = '', last = ''] = text.split('-').map((address) => bitsOf(address.split('.').map(Number)));
  return [first, last];
}

/** Asks Node itself, whether an agent with this list would use its proxy for a host. */
function isProxied(noProxy: string, host: string): boolean {
  const agent = new Agent({ proxyEnv: { HTTP_PROXY: 'http://proxy.example:3128', NO_PROXY: toNodeNoProxy(noProxy) } });
  const symbols = Object.getOwnPropertySymbols(agent);
  const config = symbols.map((symbol) => (agent as unknown as Record<symbol, unknown>)[symbol]).find(isProxyConfig);
  agent.destroy();
  if (!config) throw new Error('Node has another way to configure proxies.');
  return config.shouldUseProxy(host, 80);
}

interface ProxyConfig {
  shouldUseProxy(host: string, port: number): boolean;
}

function isProxyConfig(value: unknown): value is ProxyConfig {
  return typeof (value as Partial<ProxyConfig> | null)?.shouldUseProxy === 'function';
}

describe('NO_PROXY for Node', () => {
  test('turns a block of IPv4 addresses into the range of those with the same first bits', () => {
    fc.assert(
      fc.property(octets, fc.integer({ min: 0, max: 32 }), octets, (address, bits, other) => {
        const [first, last] = rangeOf(toNodeNoProxy(`${address.join('.')}/${bits}`));
        const prefix = bitsOf(address).slice(0, bits);
        expect(first).toBe(prefix.padEnd(32, '0'));
        expect(last).toBe(prefix.padEnd(32, '1'));
        const text = bitsOf(other);
        expect(first <= text && text <= last).toBe(text.startsWith(prefix));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['example.com', 'example.com,.example.com'],
    ['Example.COM', 'example.com,.example.com'],
    ['.example.com', '.example.com'],
    ['*.example.com', '*.example.com'],
    ['localhost', 'localhost,.localhost'],
    ['example.com:8080', 'example.com:8080'],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.0/8', '10.0.0.0-10.255.255.255'],
    ['10.1.2.3/8', '10.0.0.0-10.255.255.255'],
    ['10.0.0.0/33', '10.0.0.0/33'],
    ['[::1]', '::1'],
    ['::1', '::1'],
    ['*', '*'],
    [' a.b ,\tc.d\n e.f,,', 'a.b,.a.b,c.d,.c.d,e.f,.e.f'],
    ['', ''],
  ])('%j is %j', (given, expected) => {
    expect(toNodeNoProxy(given)).toBe(expected);
  });

  test.each([
    ['example.com', ['example.com', 'a.example.com', 'a.b.example.com'], ['notexample.com', 'example.com.evil', 'com']],
    ['.example.com', ['a.example.com'], ['other.com']],
    [
      '169.254.169.254,10.0.0.0/8',
      ['169.254.169.254', '10.0.0.0', '10.255.255.255'],
      ['169.254.169.253', '11.0.0.0', '9.255.255.255'],
    ],
    ['192.168.4.0/22', ['192.168.4.0', '192.168.7.255'], ['192.168.3.255', '192.168.8.0']],
    ['*', ['example.com', '10.0.0.1'], []],
    ['', [], ['example.com', 'localhost', '127.0.0.1']],
  ])('%j is understood by Node as curl understands it', (list, direct, proxied) => {
    for (const host of direct) expect([host, isProxied(list, host)]).toEqual([host, false]);
    for (const host of proxied) expect([host, isProxied(list, host)]).toEqual([host, true]);
  });
});
