import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../src/config/authentication.ts';
import { parseConfig } from '../../src/config/config.ts';

const JWT = { GATEWAY_AUTH: 'jwt', GATEWAY_JWT_ISSUER: 'https://login.example.com/', GATEWAY_JWT_AUDIENCE: 'gateway' };
const LOOPBACK = ['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]'];
const OTHERS = [
  'login.example.com',
  'localhost.example.com',
  '128.0.0.1',
  '[::2]',
  '0.0.0.0',
  '[::]',
  '127.0.0.1.nip.io',
];

describe('A host', () => {
  test.each([...LOOPBACK, '::1'])('%s is reached from this machine only', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  test.each([...OTHERS, '', '1', '127.0.0', '::', ' localhost', 'localhost ', '[localhost]', '::1]', '[::1'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('Keys over plain HTTP', () => {
  const keysAt = (host: string, more = {}) =>
    parseConfig({ ...JWT, GATEWAY_JWT_JWKS: `http://${host}:8080/keys`, ...more }).jwtJwks;

  test.each(LOOPBACK)('are read from %s', (host) => {
    expect(keysAt(host)).toBe(`http://${host}:8080/keys`);
  });

  test.each(OTHERS)('are not read from %s, unless that is allowed by name', (host) => {
    expect(() => keysAt(host)).toThrow(/^GATEWAY_JWT_JWKS is "http:/);
    expect(keysAt(host, { GATEWAY_JWT_JWKS_ALLOW_HTTP: 'on' })).toBe(`http://${host}:8080/keys`);
  });
});

describe('An issuer of the console over plain HTTP', () => {
  const issuerAt = (host: string) =>
    parseConfig({
      ...JWT,
      GATEWAY_JWT_JWKS: 'https://login.example.com/keys',
      GATEWAY_CONSOLE_OIDC_ISSUER: `http://${host}:8080/`,
      GATEWAY_CONSOLE_OIDC_CLIENT_ID: 'console',
    }).consoleIssuer;

  test.each(LOOPBACK)('is taken on %s', (host) => {
    expect(issuerAt(host)).toBe(`http://${host}:8080/`);
  });

  test.each(OTHERS)('is not taken on %s', (host) => {
    expect(() => issuerAt(host)).toThrow(/^GATEWAY_CONSOLE_OIDC_ISSUER is "http:/);
  });
});

describe('Without authentication', () => {
  test.each(['localhost', '127.0.0.1', '127.9.9.9', '::1'])('the gateway listens on %s', (HOST) => {
    expect(parseConfig({ HOST }).host).toBe(HOST);
  });

  test.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.example.com'])(
    'it listens on %s only where that was said',
    (HOST) => {
      expect(() => parseConfig({ HOST })).toThrow(/^HOST is ".*", which other machines can reach/);
      expect(parseConfig({ HOST, GATEWAY_AUTH: 'none' }).host).toBe(HOST);
    },
  );
});
