import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

const JWT = {
  GATEWAY_AUTH: 'jwt',
  GATEWAY_JWT_JWKS: 'https://login.example.com/keys',
  GATEWAY_JWT_ISSUER: 'https://login.example.com/',
  GATEWAY_JWT_AUDIENCE: 'session-gateway',
};
const SIGN_IN = {
  ...JWT,
  GATEWAY_CONSOLE_OIDC_ISSUER: 'https://login.example.com/',
  GATEWAY_CONSOLE_OIDC_CLIENT_ID: 'console',
};

describe('The sign-in of the console', () => {
  test('takes an issuer and a client id, scopes and origins', () => {
    const origins = 'https://a.example.com, http://127.0.0.1:8080';
    expect(parseConfig({ ...SIGN_IN, GATEWAY_CONSOLE_OIDC_ORIGINS: origins })).toMatchObject({
      consoleIssuer: 'https://login.example.com/',
      consoleClientId: 'console',
      consoleScopes: 'openid profile',
      consoleOrigins: ['https://a.example.com', 'http://127.0.0.1:8080'],
    });
  });

  test.each([
    [
      { ...JWT, GATEWAY_CONSOLE_OIDC_ISSUER: 'https://login.example.com/' },
      /^GATEWAY_CONSOLE_OIDC_CLIENT_ID is not set/,
    ],
    [{ ...JWT, GATEWAY_CONSOLE_OIDC_CLIENT_ID: 'console' }, /^GATEWAY_CONSOLE_OIDC_CLIENT_ID is set, and/],
    [
      { GATEWAY_CONSOLE_OIDC_ISSUER: 'https://a.example.com/', GATEWAY_CONSOLE_OIDC_CLIENT_ID: 'x' },
      /GATEWAY_AUTH is "jwt"/,
    ],
    [
      { ...SIGN_IN, GATEWAY_CONSOLE_OIDC_ISSUER: 'http://login.example.com/' },
      /^GATEWAY_CONSOLE_OIDC_ISSUER is "http:/,
    ],
    [{ ...SIGN_IN, GATEWAY_CONSOLE_OIDC_ISSUER: 'login.example.com' }, /^GATEWAY_CONSOLE_OIDC_ISSUER is "login/],
    [{ ...SIGN_IN, GATEWAY_CONSOLE_OIDC_SCOPES: 'sessions:read' }, /^GATEWAY_CONSOLE_OIDC_SCOPES is/],
    // It would end the directive of the content security policy.
    [
      { ...SIGN_IN, GATEWAY_CONSOLE_OIDC_ORIGINS: 'https://a.example.com; script-src *' },
      /^GATEWAY_CONSOLE_OIDC_ORIGINS is/,
    ],
    [{ ...SIGN_IN, GATEWAY_CONSOLE_OIDC_ORIGINS: 'https://a.example.com/path' }, /^GATEWAY_CONSOLE_OIDC_ORIGINS is/],
  ])('rejects %j', (environment, message) => {
    expect(() => parseConfig(environment)).toThrow(message);
  });
});
