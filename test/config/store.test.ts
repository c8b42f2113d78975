import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

const SECRET = { GATEWAY_CURSOR_SECRET: 'a secret of many letters' };
const storeOf = (GATEWAY_STORE: string, more = {}) => parseConfig({ GATEWAY_STORE, ...more }).store;

describe('The store', () => {
  test.each([
    ['memory', { kind: 'memory' }],
    ['sqlite:/var/lib/gateway/live.db', { kind: 'sqlite', path: '/var/lib/gateway/live.db' }],
    ['sqlite:live.db', { kind: 'sqlite', path: 'live.db' }],
    ['sqlite:/with space/a?b#c', { kind: 'sqlite', path: '/with space/a?b#c' }],
  ])('may be %s', (text, target) => {
    expect(storeOf(text)).toEqual(target);
  });

  test.each([
    'postgres://gateway@db.example.com:5432/live',
    'postgresql://gateway:secret@127.0.0.1/live?sslmode=require',
    'postgres://gateway@[::1]/live',
  ])('may be %s, with a secret that all replicas share', (url) => {
    expect(storeOf(url, SECRET)).toEqual({ kind: 'postgres', url });
  });

  test('is of memory where nothing is set', () => {
    expect(parseConfig({}).store).toEqual({ kind: 'memory' });
    expect(storeOf('')).toEqual({ kind: 'memory' });
  });

  test.each([
    'Memory',
    'memory:',
    'sqlite',
    'sqlite:',
    'sqlite://live.db',
    'postgres',
    'postgres:',
    'postgres://',
    'postgres://host',
    'postgres://host/',
    'postgres:///live',
    'postgres://host:port/live',
    'mysql://host/live',
    '/var/lib/live.db',
    ' memory',
  ])('is not %j, and the line shows no value, which may have a password', (text) => {
    expect(() => storeOf(text, SECRET)).toThrow(
      'GATEWAY_STORE is (not shown); it must be "memory", "sqlite:/path" or "postgres://user@host:port/database".',
    );
  });
});

describe('A store of several replicas', () => {
  const GATEWAY_STORE = 'postgres://gateway@db/live';

  test('needs a cursor secret', () => {
    expect(() => parseConfig({ GATEWAY_STORE })).toThrow(
      /^GATEWAY_CURSOR_SECRET is not set; with GATEWAY_STORE=postgres/,
    );
    expect(() => parseConfig({ GATEWAY_STORE, GATEWAY_CURSOR_SECRET: 'short' })).toThrow(
      /^GATEWAY_CURSOR_SECRET is \(not shown\)/,
    );
  });

  test.each(['always', 'off'])('may be with GATEWAY_LIVE=%s', (GATEWAY_LIVE) => {
    expect(parseConfig({ GATEWAY_STORE, ...SECRET, GATEWAY_LIVE }).liveMode).toBe(GATEWAY_LIVE);
  });

  test('may not be with GATEWAY_LIVE=demand, as replicas read for each other', () => {
    expect(() => parseConfig({ GATEWAY_STORE, ...SECRET, GATEWAY_LIVE: 'demand' })).toThrow(
      /^GATEWAY_LIVE is "demand"/,
    );
  });
});

describe('Scans', () => {
  const modeOf = (environment: Record<string, string>) => {
    const { liveMode, liveCallsPerSecond, mutations } = parseConfig(environment);
    return [liveMode, liveCallsPerSecond, mutations];
  };

  test.each([
    ['the emulator', {}, ['always', 100, true]],
    ['AWS', { GATEWAY_AWS: 'live' }, ['demand', 2, false]],
    ['AWS, with a store that lasts', { GATEWAY_AWS: 'live', GATEWAY_STORE: 'sqlite:/a' }, ['always', 2, false]],
    [
      'AWS, with a store of memory that is named',
      { GATEWAY_AWS: 'live', GATEWAY_STORE: 'memory' },
      ['demand', 2, false],
    ],
    [
      'AWS, as it is set',
      { GATEWAY_AWS: 'live', GATEWAY_LIVE: 'off', GATEWAY_LIVE_CALLS_PER_SECOND: '7', GATEWAY_MUTATIONS: 'on' },
      ['off', 7, true],
    ],
  ])('have their defaults for %s', (_title, environment, expected) => {
    expect(modeOf(environment as Record<string, string>)).toEqual(expected);
  });
});
