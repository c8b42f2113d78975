import { describe, expect, test } from 'vitest';
import { parseConfig, variableNames } from '../../src/config/config.ts';
import { parseOptions } from '../../src/config/options.ts';

describe('A variable that is not known', () => {
  test.each([
    ['GATEWAY_AWS_ACOUNTS', 'GATEWAY_AWS_ACCOUNTS'],
    ['GATEWAY_MUTATION', 'GATEWAY_MUTATIONS'],
    ['GATEWAY_DEADLINE', 'GATEWAY_DEADLINE_MS'],
    ['GATEWAY_JWT_AUDIENCES', 'GATEWAY_JWT_AUDIENCE'],
    ['GATEWAY_LOGLEVEL', 'GATEWAY_LOG_LEVEL'],
    ['gateway_auth', 'GATEWAY_AUTH'],
  ])('%s stops the start and names %s', (name, nearest) => {
    expect(() => parseConfig({ [name]: 'x' })).toThrow(
      `${name} is not a variable of the gateway; did you mean ${nearest}? See npm start -- --help.`,
    );
  });

  test('and that is like none is named alone', () => {
    expect(() => parseConfig({ GATEWAY_ZXQVWKJ_ZXQVWKJ_ZXQVWKJ: 'x' })).toThrow(
      'GATEWAY_ZXQVWKJ_ZXQVWKJ_ZXQVWKJ is not a variable of the gateway. See npm start -- --help.',
    );
  });

  test('but was one names its new name', () => {
    expect(() => parseConfig({ GATEWAY_SCOPES: '[]' })).toThrow('GATEWAY_SCOPES was renamed to GATEWAY_AWS_ACCOUNTS.');
  });

  test('and is empty counts as not set, as every variable does', () => {
    expect(() => parseConfig({ GATEWAY_SCOPES: '', GATEWAY_FOO: '' })).not.toThrow();
  });

  test('and is of something else is not the business of the gateway', () => {
    expect(() => parseConfig({ AWS_REGION: 'eu-west-1', MY_GATEWAY_FOO: 'x', OTEL_FOO: 'x' })).not.toThrow();
  });
});

test('Variables that Kubernetes adds for Services named gateway and gateway-api are accepted', () => {
  expect(() =>
    parseConfig({
      GATEWAY_SERVICE_HOST: '10.0.0.1',
      GATEWAY_SERVICE_PORT: '4000',
      GATEWAY_SERVICE_PORT_HTTP: '4000',
      GATEWAY_PORT: 'tcp://10.0.0.1:4000',
      GATEWAY_PORT_4000_TCP: 'tcp://10.0.0.1:4000',
      GATEWAY_PORT_4000_TCP_PROTO: 'tcp',
      GATEWAY_PORT_4000_TCP_PORT: '4000',
      GATEWAY_PORT_4000_TCP_ADDR: '10.0.0.1',
      GATEWAY_API_SERVICE_HOST: '10.0.0.2',
      GATEWAY_API_PORT: 'tcp://10.0.0.2:80',
    }),
  ).not.toThrow();
  expect(() => parseConfig({ GATEWAY_PORT: '5000' })).toThrow('GATEWAY_PORT is not a variable');
});

test('Every known variable is accepted by its name', () => {
  for (const name of variableNames()) {
    expect(() => parseConfig({ [name]: '?' })).not.toThrow(`${name} is not a variable`);
  }
});

describe('Options of the start', () => {
  const parse = (...args: string[]) => parseOptions(args, variableNames());

  test('are --help and -h', () => {
    expect([parse(), parse('--help'), parse('-h')]).toEqual([{ help: false }, { help: true }, { help: true }]);
  });

  test.each([
    ['--hepl', '"--hepl" is not an option; did you mean --help? See npm start -- --help.'],
    ['--port', '"--port" is not an option; did you mean the environment variable PORT? See npm start -- --help.'],
    ['--port=80', '"--port=80" is not an option; did you mean the environment variable PORT? See npm start -- --help.'],
    [
      '--log-level',
      '"--log-level" is not an option; did you mean the environment variable GATEWAY_LOG_LEVEL? See npm start -- --help.',
    ],
    ['--zxqvwkjzxqvwkj', '"--zxqvwkjzxqvwkj" is not an option. See npm start -- --help.'],
    ['5000', '"5000" is not an option. See npm start -- --help.'],
    ['a\nb', '"a\\nb" is not an option'],
  ])('%j stops the start with one line', (arg, message) => {
    expect(() => parse('--help', arg)).toThrow(message);
  });
});

describe('Variables of tokens without GATEWAY_AUTH=jwt', () => {
  test.each([undefined, 'none'])('stop the start when it is %s', (auth) => {
    const environment = { GATEWAY_JWT_ISSUER: 'https://issuer.example.com', ...(auth && { GATEWAY_AUTH: auth }) };
    expect(() => parseConfig(environment)).toThrow(
      'GATEWAY_JWT_ISSUER is set, but no token is verified unless GATEWAY_AUTH is "jwt".',
    );
  });

  test('stop it even with their default values: somebody thinks that tokens are verified', () => {
    expect(() => parseConfig({ GATEWAY_JWT_ALGORITHMS: 'RS256' })).toThrow('GATEWAY_JWT_ALGORITHMS is set');
  });
});
