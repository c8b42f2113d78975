import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';

const JWT = {
  GATEWAY_AUTH: 'jwt',
  GATEWAY_JWT_JWKS: 'https://login.example.com/keys',
  GATEWAY_JWT_ISSUER: 'https://login.example.com/',
  GATEWAY_JWT_AUDIENCE: 'session-gateway, other',
};

describe('Without authentication', () => {
  test.each(['127.0.0.1', '127.9.8.7', '::1', 'localhost'])('the gateway listens on %s', (HOST) => {
    expect(parseConfig({ HOST }).auth).toBe('none');
  });

  test.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.internal', '127.example.com', 'localhost.example.com'])(
    'it does not listen on %s',
    (HOST) => {
      const line = `HOST is "${HOST}", which other machines can reach; GATEWAY_AUTH must be "jwt", or set to "none" if every caller may do everything.`;
      expect(() => parseConfig({ HOST })).toThrow(new ConfigError(line));
      expect(() => parseConfig({ HOST, GATEWAY_AUTH: '' })).toThrow(ConfigError);
    },
  );

  test('it listens anywhere if that was chosen', () => {
    expect(parseConfig({ HOST: '0.0.0.0', GATEWAY_AUTH: 'none' }).auth).toBe('none');
  });
});

describe('GATEWAY_AUTH=jwt', () => {
  test('listens anywhere, and has what it needs', () => {
    expect(parseConfig({ ...JWT, HOST: '0.0.0.0' })).toMatchObject({
      auth: 'jwt',
      jwtAudience: ['session-gateway', 'other'],
      jwtAlgorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      jwtScopesClaim: ['scope', 'scp'],
    });
  });

  test.each([
    ['GATEWAY_JWT_JWKS', 'a URL, or the path of a file that can be read'],
    ['GATEWAY_JWT_ISSUER', "the issuer's name, as in its tokens"],
    ['GATEWAY_JWT_AUDIENCE', 'names with commas between'],
  ])('does not start without %s', (name, allowed) => {
    const line = `${name} is not set; with GATEWAY_AUTH=jwt it must be ${allowed}.`;
    expect(() => parseConfig({ ...JWT, [name]: '' })).toThrow(new ConfigError(line));
  });

  test.each([
    ['GATEWAY_JWT_ALGORITHMS', 'none'],
    ['GATEWAY_JWT_ALGORITHMS', 'HS256'],
    ['GATEWAY_JWT_ALGORITHMS', 'RS256,HS256'],
    ['GATEWAY_JWT_ALGORITHMS', ','],
    ['GATEWAY_JWT_CLOCK_SKEW_S', '301'],
    ['GATEWAY_JWT_CLOCK_SKEW_S', '-1'],
    ['GATEWAY_JWT_JWKS', 'https://'],
    ['GATEWAY_AUTH', 'basic'],
  ])('takes no %s of %s', (name, value) => {
    expect(() => parseConfig({ ...JWT, [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}; it must be`);
  });

  test.each([
    ['GATEWAY_JWT_AUDIENCE', ','],
    ['GATEWAY_JWT_AUDIENCE', ' , ,'],
    ['GATEWAY_JWT_AUDIENCE', ' '],
    ['GATEWAY_JWT_ISSUER', ' '],
    ['GATEWAY_JWT_JWKS', '\t'],
    ['GATEWAY_JWT_SCOPES_CLAIM', ','],
    ['GATEWAY_JWT_AUDIENCE_CLAIM', ' '],
    ['GATEWAY_JWT_USER_CLAIM', ' '],
  ])('names the value of %s where nothing is in it: %j', (name, value) => {
    expect(() => parseConfig({ ...JWT, [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}; it must be`);
  });

  const LOOPBACK = [
    'localhost:8080',
    'LOCALHOST',
    '127.0.0.1',
    '127.8.9.1:1',
    '[::1]:8080',
    '2130706433',
    '[0:0:0:0:0:0:0:1]',
  ];
  test.each(LOOPBACK)('takes keys by http: from %s', (host) => {
    expect(parseConfig({ ...JWT, GATEWAY_JWT_JWKS: `HTTP://${host}/keys` }).auth).toBe('jwt');
  });

  const ELSEWHERE = [
    'login.example.com',
    'localhost.example.com',
    'evil.localhost',
    'localhost@login.example.com',
    '127.0.0.1.nip.io',
    '10.0.0.1',
    '[::ffff:10.0.0.1]',
    '0.0.0.0',
  ];
  test.each(ELSEWHERE)('takes keys by http: from %s only if that is allowed by name', (host) => {
    const url = `http://${host}/keys`;
    const line = `GATEWAY_JWT_JWKS is "${url}"; it must be "https:" or on loopback, unless GATEWAY_JWT_JWKS_ALLOW_HTTP is "on".`;
    expect(() => parseConfig({ ...JWT, GATEWAY_JWT_JWKS: url })).toThrow(new ConfigError(line));
    expect(parseConfig({ ...JWT, GATEWAY_JWT_JWKS: url, GATEWAY_JWT_JWKS_ALLOW_HTTP: 'on' }).jwtJwks).toBe(url);
    expect(parseConfig({ ...JWT, GATEWAY_JWT_JWKS: `https://${host}/keys` }).auth).toBe('jwt');
  });
});
