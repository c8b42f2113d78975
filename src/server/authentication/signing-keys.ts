import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';
import { getText } from '../../outbound/get-text.ts';
import { createAgents, type Proxies } from '../../outbound/proxies.ts';

/** Public keys that verify tokens; issuers rotate them. */
export interface SigningKeys {
  /** Finds the key that a token's header names. @throws GatewayError UPSTREAM_UNAVAILABLE if the keys cannot be read */
  readonly find: JWTVerifyGetKey;
  /** Changes with the set of keys. */
  readonly version: number;
  /** Refreshes keys older than `maxAgeMs` in the background; returns a promise to await where they are twice as old. */
  renew(): Promise<void> | undefined;
  /** Reads the keys. @throws GatewayError UPSTREAM_UNAVAILABLE if that fails and none are cached */
  load(): Promise<void>;
  /** Retries until keys were read. */
  untilKnown(): Promise<void>;
}

/** Source of keys, and the intervals of reading it. Milliseconds. */
export interface KeySource {
  read(): Promise<JSONWebKeySet>;
  /** Age at which keys are refreshed in the background; at twice this age requests wait for it. */
  readonly maxAgeMs: number;
  /** Shortest interval between refreshes for an unknown key id, which any client can send. */
  readonly unknownKeyMs: number;
  /** Interval of retries after a failure. */
  readonly retryMs: number;
}

const FETCH_TIMEOUT_MS = 5_000;
/** Bounds the memory of a key set, which is a few kB. */
const MAX_KEY_SET_BYTES = 256 * 1024;

/**
 * @param location a URL, or the path of a file
 * @param timeoutMs timeout of reading a URL, to the last byte
 */
export function keySource(location: string, timeoutMs = FETCH_TIMEOUT_MS, proxies?: Proxies): KeySource {
  if (!/^https?:/i.test(location)) {
    const read = async () => JSON.parse(await readFile(location, 'utf8')) as JSONWebKeySet;
    return { read, maxAgeMs: 1_000, unknownKeyMs: 1_000, retryMs: 1_000 };
  }
  const url = new URL(location);
  const agents = createAgents(proxies);
  const limits = { maxBytes: MAX_KEY_SET_BYTES, maxMs: timeoutMs };
  // Not by jose, which reads without a limit, uses no proxies, and drops cached keys when a refresh fails.
  const read = async () => JSON.parse(await getText(url, agents, limits)) as JSONWebKeySet;
  return { read, maxAgeMs: 300_000, unknownKeyMs: 10_000, retryMs: 2_000 };
}

/** Caches keys while a refresh fails, so that callers with a valid token are served while the issuer is down. */
export function signingKeys({ read, maxAgeMs, unknownKeyMs, retryMs }: KeySource, log: Log): SigningKeys {
  let known: { readonly text: string; readonly find: JWTVerifyGetKey } | undefined;
  let version = 0;
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let refreshedForUnknownAt = -Infinity;
  let isFailing = false;
  let refresh: Promise<void> | undefined;

  /** Reads the keys again for a token whose key is unknown: it may be newer than the last refresh. */
  async function readForUnknownKey(): Promise<void> {
    if (!hasBeen(unknownKeyMs, refreshedForUnknownAt)) return refresh;
    refreshedForUnknownAt = performance.now();
    await readAgain();
  }

  async function tryToRead(): Promise<void> {
    triedAt = performance.now();
    try {
      const keys = await read();
      const text = JSON.stringify(keys);
      if (text !== known?.text) {
        known = { text, find: createLocalJWKSet(keys) };
        version += 1;
      }
      readAt = performance.now();
      isFailing = false;
    } catch (error) {
      isFailing = true;
      log.warn({ err: error }, 'the signing keys of tokens cannot be read');
    } finally {
      refresh = undefined;
    }
  }

  function readAgain(): Promise<void> {
    refresh ??= tryToRead();
    return refresh;
  }

  const hasBeen = (milliseconds: number, since: number) => performance.now() - since >= milliseconds;

  return {
    get version() {
      return version;
    },
    async find(header, token) {
      if (!known) await (hasBeen(retryMs, triedAt) ? readAgain() : refresh);
      if (!known) throw unavailable();
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await readForUnknownKey();
        if (isFailing) throw unavailable();
        return known.find(header, token);
      }
    },
    renew() {
      if (!hasBeen(maxAgeMs, readAt)) return undefined;
      if (hasBeen(retryMs, triedAt)) void readAgain();
      return hasBeen(2 * maxAgeMs, readAt) && !isFailing ? refresh : undefined;
    },
    async load() {
      await readAgain();
      if (!known) throw unavailable();
    },
    async untilKnown() {
      while (!known) {
        await readAgain();
        if (!known) await pause(retryMs);
      }
    },
  };
}

function unavailable(): GatewayError {
  const message = 'Callers cannot be authenticated at present: the signing keys of tokens cannot be read.';
  const details = { service: 'jwks', operation: 'GetKeys', retryable: true };
  return new GatewayError('UPSTREAM_UNAVAILABLE', message, details);
}
