import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';
import { getText } from '../../outbound/get-text.ts';
import { createAgents, type Proxies } from '../../outbound/proxies.ts';

/** The keys that tokens are signed with, which change while the process lives. */
export interface SigningKeys {
  /** The key that a token's header names. @throws GatewayError UPSTREAM_UNAVAILABLE where the keys cannot be had */
  readonly find: JWTVerifyGetKey;
  /** Another number for other keys. */
  readonly version: number;
  /** Has the keys read again where they are old: a promise if they are too old to go on with meanwhile. */
  renew(): Promise<void> | undefined;
  /** Reads the keys. @throws GatewayError UPSTREAM_UNAVAILABLE where that cannot be done, and none are known */
  load(): Promise<void>;
  /** Tries for as long as it takes. */
  untilKnown(): Promise<void>;
}

/** Where keys are read from, and how often. Milliseconds. */
export interface KeySource {
  read(): Promise<JSONWebKeySet>;
  /** How old keys may be before they are read again; twice as old, and they are waited for. */
  readonly maxAgeMs: number;
  /** How often they are read because of a key that is not among them: anybody can name one. */
  readonly unknownKeyMs: number;
  /** How soon they are tried again when they could not be read. */
  readonly retryMs: number;
}

const FETCH_TIMEOUT_MS = 5_000;
/** Anybody can have keys read again by naming one: what answers may not fill the memory. Key sets are a few kB. */
const MAX_KEY_SET_BYTES = 256 * 1024;

/**
 * @param location a URL, or the path of a file
 * @param timeoutMs how long a URL may take to answer, to the last byte
 */
export function keySource(location: string, timeoutMs = FETCH_TIMEOUT_MS, proxies?: Proxies): KeySource {
  if (!/^https?:/i.test(location)) {
    const read = async () => JSON.parse(await readFile(location, 'utf8')) as JSONWebKeySet;
    return { read, maxAgeMs: 1_000, unknownKeyMs: 1_000, retryMs: 1_000 };
  }
  const url = new URL(location);
  const agents = createAgents(proxies);
  const limits = { maxBytes: MAX_KEY_SET_BYTES, maxMs: timeoutMs };
  // Not by jose: it reads without bounds and knows no proxies, and would give up known keys when others cannot be had.
  const read = async () => JSON.parse(await getText(url, agents, limits)) as JSONWebKeySet;
  return { read, maxAgeMs: 300_000, unknownKeyMs: 10_000, retryMs: 2_000 };
}

/** Keys that were known stay known while others cannot be read: an issuer that is down locks nobody out who has a token. */
export function signingKeys({ read, maxAgeMs, unknownKeyMs, retryMs }: KeySource, log: Log): SigningKeys {
  let known: { readonly text: string; readonly find: JWTVerifyGetKey } | undefined;
  let version = 0;
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let askedForUnknownAt = -Infinity;
  let isFailing = false;
  let underWay: Promise<void> | undefined;

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
      log.warn({ err: error }, 'the keys that tokens are signed with cannot be read');
    } finally {
      underWay = undefined;
    }
  }

  function readAgain(): Promise<void> {
    underWay ??= tryToRead();
    return underWay;
  }

  const hasBeen = (milliseconds: number, since: number) => performance.now() - since >= milliseconds;

  return {
    get version() {
      return version;
    },
    async find(header, token) {
      if (!known) await (hasBeen(retryMs, triedAt) ? readAgain() : underWay);
      if (!known) throw unavailable();
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // It may be newer than what was read last.
        if (hasBeen(unknownKeyMs, askedForUnknownAt)) {
          askedForUnknownAt = performance.now();
          await readAgain();
        } else await underWay;
        if (isFailing) throw unavailable();
        return known.find(header, token);
      }
    },
    renew() {
      if (!hasBeen(maxAgeMs, readAt)) return undefined;
      if (hasBeen(retryMs, triedAt)) void readAgain();
      return hasBeen(2 * maxAgeMs, readAt) && !isFailing ? underWay : undefined;
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
  const message = 'Nobody can be told apart for the moment: the keys that tokens are signed with cannot be read.';
  const details = { service: 'jwks', operation: 'GetKeys', retryable: true };
  return new GatewayError('UPSTREAM_UNAVAILABLE', message, details);
}
