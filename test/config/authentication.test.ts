import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';

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
      const line = `HOST is "${HOST}", which others may reach; GATEWAY_AUTH must be "jwt", or set to "none" if everybody may do everything.`;
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
    ['GATEWAY_JWT_ISSUER', "the issuer's name, as its tokens have it"],
    ['GATEWAY_JWT_AUDIENCE', 'names with commas between'],
  ])('does not start without %s', (name, allowed) => {
    const line = `${name} is not set; with GATEWAY_AUTH=jwt it must be ${allowed}.`;
    expect(() => parseConfig({ ...JWT, [name]: '' })).toThrow(new ConfigError(line));
    expect(() => parseConfig({ ...JWT, GATEWAY_JWT_AUDIENCE: ' , ' })).toThrow(ConfigError);
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
});
