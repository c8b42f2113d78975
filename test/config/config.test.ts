import { describe, expect, test } from 'vitest';
import { configTable } from '../../scripts/config-table.ts';
import { ConfigError, configRows, helpText, parseConfig } from '../../src/config/config.ts';
import { page } from '../support/docs.ts';

test('Without any variable the gateway listens on 127.0.0.1:4000, backed by the emulator', () => {
  expect(parseConfig({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    httpsProxy: '',
    httpProxy: '',
    noProxy: '',
    maxDepth: 25,
    maxAliases: 200,
    maxAnswerBytes: 16_777_216,
    maxAnswerValues: 250_000,
    maxDirectives: 200,
    maxFields: 2_000,
    maxRepeatedFields: 500,
    maxMutations: 10,
    maxStreams: 1000,
    maxStreamsPerCaller: 20,
    maxValues: 5_000,
    maxTokens: 2_500,
    maxDocumentLength: 100_000,
    maxConnections: 1_000,
    maxInFlight: 40,
    ratePerMinute: 0,
    redisUrl: '',
    trustedProxies: 0,
    persistedOperations: '',
    persistedOnly: false,
    auth: 'none',
    allowedHosts: [],
    jwtJwks: '',
    jwtJwksAllowHttp: false,
    jwtIssuer: '',
    jwtAudience: [],
    jwtAudienceClaim: 'aud',
    jwtAlgorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    jwtClockSkewS: 30,
    jwtUserClaim: 'sub',
    jwtScopesClaim: ['scope', 'scp'],
    jwtScopePrefix: '',
    aws: 'emulator',
    emulatorSpeed: 1,
    mutations: true,
    auditLog: 'stdout',
    deadlineMs: 9_500,
    console: true,
    consoleAudience: '',
    consoleClientId: '',
    consoleIssuer: '',
    consoleOrigins: [],
    consoleScopes: 'openid profile',
    drainDelayMs: 0,
    cacheSessionsMs: 2_000,
    cacheFleetsMs: 30_000,
    cacheStacksMs: 30_000,
    cachePoolsMs: 30_000,
    cacheWorkspacesMs: 30_000,
    cacheAssociationsMs: 30_000,
    cacheNodesMs: 30_000,
    maxCost: 5_000,
    cacheBytes: 67_108_864,
    services: ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL'],
    authenticationTypes: ['API', 'AWS_AD', 'SAML', 'USERPOOL'],
    identityDomain: '',
    cursorSecret: '',
    liveMode: 'always',
    liveCallsPerSecond: 100,
    liveMaxAgeS: 60,
    store: { kind: 'memory' },
    storePasswordFile: '',
    historyDays: 90,
    usageDays: 400,
    logLevel: 'info',
    metricsPort: undefined,
    otlpEndpoint: '',
    otlpTracesEndpoint: '',
    serviceName: 'session-gateway',
    tracesSampler: 'parentbased_always_on',
    tracesSamplerArg: 1,
    redactUsers: false,
  });
});

test.each([
  ['on with the emulator', {}, true],
  ['off with live', { GATEWAY_AWS: 'live' }, false],
  ['on with live if configured', { GATEWAY_AWS: 'live', GATEWAY_MUTATIONS: 'on' }, true],
  ['off with the emulator if configured', { GATEWAY_MUTATIONS: 'off' }, false],
])('Mutations are %s', (_title, environment, mutations) => {
  expect(parseConfig(environment).mutations).toBe(mutations);
});

test('GATEWAY_SERVICES takes some services, with spaces around and each once', () => {
  expect(parseConfig({ GATEWAY_SERVICES: 'SSM, WORKSPACES ,SSM' }).services).toEqual(['SSM', 'WORKSPACES']);
});

test('An empty variable counts as not set', () => {
  expect(parseConfig({ PORT: '', GATEWAY_AWS: '' })).toEqual(parseConfig({}));
});

describe('A bad value stops the start with one line that names the variable, the value and what is allowed', () => {
  test.each([
    ['PORT', 'http', 'PORT is "http"; it must be a whole number from 0 to 65535.'],
    ['PORT', '65536', 'PORT is "65536"; it must be a whole number from 0 to 65535.'],
    ['PORT', '-1', 'PORT is "-1"; it must be a whole number from 0 to 65535.'],
    ['PORT', '80.5', 'PORT is "80.5"; it must be a whole number from 0 to 65535.'],
    ['HOST', 'a b', 'HOST is "a b"; it must be a host name or IP address.'],
    ['GATEWAY_AWS', 'Live', 'GATEWAY_AWS is "Live"; it must be "emulator" or "live".'],
    ['GATEWAY_AWS', 'live\nx', 'GATEWAY_AWS is "live\\nx"; it must be "emulator" or "live".'],
    [
      'GATEWAY_APPSTREAM_AUTH_TYPES',
      'SAML,LDAP',
      'GATEWAY_APPSTREAM_AUTH_TYPES is "SAML,LDAP"; it must be some of "API,AWS_AD,SAML,USERPOOL".',
    ],
    [
      'GATEWAY_SERVICES',
      'SSM,EC2',
      'GATEWAY_SERVICES is "SSM,EC2"; it must be some of "APPSTREAM,SSM,WORKSPACES,WORKSPACES_PERSONAL".',
    ],
    ['GATEWAY_IDENTITY_DOMAIN', '@x', 'GATEWAY_IDENTITY_DOMAIN is "@x"; it must be a domain name.'],
    ['GATEWAY_MUTATIONS', 'yes', 'GATEWAY_MUTATIONS is "yes"; it must be "on" or "off".'],
    ['GATEWAY_METRICS_PORT', '70000', 'GATEWAY_METRICS_PORT is "70000"; it must be a whole number from 0 to 65535.'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      'OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318"; it must be an "http" or "https" URL.',
    ],
    ['OTEL_TRACES_SAMPLER_ARG', '2', 'OTEL_TRACES_SAMPLER_ARG is "2"; it must be a number from 0 to 1.'],
    ['GATEWAY_DEADLINE_MS', '5', 'GATEWAY_DEADLINE_MS is "5"; it must be a whole number from 100 to 300000.'],
    [
      'GATEWAY_LOG_LEVEL',
      'loud',
      'GATEWAY_LOG_LEVEL is "loud"; it must be "debug", "info", "warn", "error" or "silent".',
    ],
  ])('%s=%j', (name, value, message) => {
    expect(() => parseConfig({ [name]: value })).toThrow(new ConfigError(message));
  });

  test('a secret is not repeated', () => {
    expect(() => parseConfig({ GATEWAY_CURSOR_SECRET: 'hunter2' })).toThrow(
      new ConfigError('GATEWAY_CURSOR_SECRET is (not shown); it must be at least 16 characters.'),
    );
  });
});

test('Every variable is in `--help` and, as it is in the code, in docs/configuration.md', () => {
  expect(page('docs/configuration.md'), 'run `npm run docs`').toContain(configTable());
  for (const [name] of configRows()) expect(helpText()).toContain(name);
});

test('Of AWS itself few calls are made for live sessions, and only while somebody looks', () => {
  const { liveMode, liveCallsPerSecond } = parseConfig({ GATEWAY_AWS: 'live' });
  expect({ liveMode, liveCallsPerSecond }).toEqual({ liveMode: 'demand', liveCallsPerSecond: 2 });
  const chosen = parseConfig({ GATEWAY_AWS: 'live', GATEWAY_LIVE: 'always', GATEWAY_LIVE_CALLS_PER_SECOND: '9' });
  expect(chosen).toMatchObject({ liveMode: 'always', liveCallsPerSecond: 9 });
});

test.each([
  ['GATEWAY_LIVE', 'sometimes'],
  ['GATEWAY_LIVE_CALLS_PER_SECOND', '0'],
  ['GATEWAY_LIVE_CALLS_PER_SECOND', '1.5'],
  ['GATEWAY_LIVE_MAX_AGE_S', '9'],
  ['GATEWAY_LIVE_MAX_AGE_S', '3601'],
])('%s cannot be %s', (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(`${name} is "${value}"; it must be`);
});

describe('GATEWAY_STORE', () => {
  const parse = (store: string, more: Record<string, string> = {}) => parseConfig({ GATEWAY_STORE: store, ...more });
  const shared = { GATEWAY_CURSOR_SECRET: 'a'.repeat(16) };

  test('names a file or a database', () => {
    expect(parse('sqlite:/var/lib/gateway.db').store).toEqual({ kind: 'sqlite', path: '/var/lib/gateway.db' });
    const url = 'postgres://gateway@db.example.com:5432/gateway?sslmode=verify-full';
    expect(parse(url, shared).store).toEqual({ kind: 'postgres', url });
    expect(parse('postgresql://db/gateway', shared).store).toMatchObject({ kind: 'postgres' });
  });

  test.each([
    'disk',
    'sqlite:',
    'sqlite://host/path',
    'postgres:',
    'postgres://host',
    'mysql://host/x',
    'redis://host',
  ])('is no %s, which stops the start by one line that does not show it', (store) => {
    expect(() => parse(store, shared)).toThrow(
      'GATEWAY_STORE is (not shown); it must be "memory", "sqlite:/path" or "postgres://user@host:port/database".',
    );
  });

  test('of several replicas needs a cursor secret, and scans for all of them', () => {
    expect(() => parse('postgres://db/gateway')).toThrow(
      /^GATEWAY_CURSOR_SECRET is not set; with GATEWAY_STORE=postgres/,
    );
    expect(() => parse('postgres://db/gateway', { ...shared, GATEWAY_LIVE: 'demand' })).toThrow(
      /^GATEWAY_LIVE is "demand"/,
    );
    expect(parse('postgres://db/gateway', { ...shared, GATEWAY_AWS: 'live' }).liveMode).toBe('always');
    expect(parse('sqlite:/a.db', { GATEWAY_AWS: 'live' }).liveMode).toBe('always');
    expect(parse('memory', { GATEWAY_AWS: 'live' }).liveMode).toBe('demand');
  });
});
