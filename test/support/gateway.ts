import type { RequestListener } from 'node:http';
import { Writable } from 'node:stream';
import type { CallRecord } from '../../emulator/call-record.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import type { Clock } from '../../emulator/world/clock.ts';
import type { World } from '../../emulator/world/state.ts';
import { type AwsAccountConfig, awsAccountsParser } from '../../src/config/aws-accounts.ts';
import { CACHE } from '../../src/config/cache.ts';
import { type Config, parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import type { Live } from '../../src/live/live-sessions/live.ts';
import { createLog, type Log } from '../../src/log/log.ts';
import type { Proxies } from '../../src/outbound/proxies.ts';
import { type Authenticator, noAuthentication } from '../../src/server/authentication/authenticator.ts';
import { createAuditLog } from '../../src/server/context/audit-log.ts';
import type { PersistedOperations } from '../../src/server/documents/persisted-manifest.ts';
import type { Readiness } from '../../src/server/http/readiness.ts';
import type { Limits } from '../../src/server/limits/limits.ts';
import type { RateLimit } from '../../src/server/limits/rate-limit.ts';
import type { YogaPlugin } from '../../src/server/plugins/plugins.ts';
import type { StreamLimits } from '../../src/server/streams/open-streams.ts';
import type { UpgradeListener } from '../../src/server/streams/upgrade-listener.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from '../../src/services/appstream/model.ts';
import type { Services } from '../../src/services/services.ts';
import { SESSION_SERVICES, type SessionService } from '../../src/sessions/providers.ts';
import { testRegion } from './world.ts';

/** GraphQL answer, whose data a test reads by the names that it queried. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the data is what each test asserts
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export interface TestGateway {
  readonly emulator: Emulator;
  readonly readiness: Readiness;
  /** Services that its resolvers call. */
  readonly services: Services;
  /** Live sessions, as its resolvers see them; null if they are off. */
  readonly live: Live | null;
  readonly startScans: () => void;
  /** Resolves when one of its locations can be read. */
  ready(): Promise<void>;
  /** The log's records so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The audit log's records so far. */
  readonly audit: readonly Readonly<Record<string, unknown>>[];
  /** AWS calls so far, without GetCallerIdentity, which is called once per process. */
  calls(): readonly CallRecord[];
  query(document: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Listener for Node's server, which uses the fast path. */
  readonly handler: RequestListener;
  /** For Node's server: opens WebSockets. */
  readonly upgrade: UpgradeListener;
  /** Breaks the open subscriptions. */
  readonly drainStreams: (overMs: number) => Promise<void>;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly world?: World;
  readonly quirks?: Partial<Quirks>;
  readonly deadlineMs?: number;
  readonly cursorSecret?: string;
  /** TTL of every cache kind, in milliseconds; by default longer than any test, as for a client that requests the next page at once. */
  readonly cacheTtlMs?: number;
  /** True if every answer has its cost in `extensions.upstream`. */
  readonly traceAlways?: boolean;
  /** As `GATEWAY_AWS_ACCOUNTS`; by default the one that worlds are built for. */
  readonly scopes?: readonly Partial<AwsAccountConfig>[];
  /** As `GATEWAY_APPSTREAM_AUTH_TYPES`; all of them by default. */
  readonly authenticationTypes?: readonly AwsAuthenticationType[];
  /** As `GATEWAY_SERVICES`; all of them by default. */
  readonly services?: readonly SessionService[];
  /** As `GATEWAY_IDENTITY_DOMAIN`. */
  readonly identityDomain?: string;
  /** The emulator's time. */
  readonly clock?: Clock;
  /** True if mutations are enabled, as by default. */
  readonly mutations?: boolean;
  /** Limits that differ from the defaults of the variables. */
  readonly limits?: Partial<Limits & StreamLimits>;
  readonly rate?: RateLimit;
  readonly trustedProxies?: number;
  readonly maxInFlight?: number;
  readonly persisted?: PersistedOperations;
  /** Authenticates callers; by default every caller holds every OAuth scope. */
  readonly authenticator?: (log: Log) => Authenticator;
  /** Endpoint in place of the emulator's, for an AWS that does not answer as it should. */
  readonly endpoint?: string;
  /** Proxies to AWS. */
  readonly proxies?: Proxies;
  /** Plugins beside those of the telemetry. */
  readonly plugins?: readonly YogaPlugin[];
  /** As `GATEWAY_LIVE`; `demand` by default: nothing is scanned before somebody looks. */
  readonly live?: 'always' | 'demand' | 'off';
  /** Variables that differ from the defaults of tests, such as those of signing in. */
  readonly config?: Partial<Config>;
  /** As `GATEWAY_CONSOLE`; on by default. */
  readonly console?: boolean;
  /** As `GATEWAY_LIVE_CALLS_PER_SECOND`; more than any test needs by default. */
  readonly liveCallsPerSecond?: number;
  /** Variables that differ from their defaults, such as `GATEWAY_STORE`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that switch metrics and traces on. */
  readonly telemetry?: Readonly<Record<string, string>>;
}

/** Starts a gateway and an emulated AWS, which communicate over HTTP. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { world, quirks } = options;
  const emulator = await startEmulator({ world, quirks, clock: options.clock });
  const log: Record<string, unknown>[] = [];
  const audit: Record<string, unknown>[] = [];
  const logger = createLog('debug', collect(log));
  const gateway = await createGateway(testConfig(options), {
    log: logger,
    auditLog: createAuditLog(collect(audit)),
    aws: {
      endpoint: options.endpoint ?? emulator.endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
      proxies: options.proxies,
    },
    authenticator: options.authenticator?.(logger) ?? noAuthentication,
    rateLimit: options.rate,
    persistedOperations: options.persisted,
    plugins: options.plugins,
  });
  await gateway.start();

  return {
    emulator,
    readiness: gateway.readiness,
    services: gateway.services,
    live: gateway.live,
    startScans: gateway.startScans,
    ready: () => gateway.services.ready(logger),
    log,
    audit,
    calls: () => emulator.calls.filter(({ service }) => service !== 'sts'),
    async query(query, variables, token) {
      const response = await gateway.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    fetch: async (path, init = {}) => gateway.fetch(new URL(path, 'http://gateway'), init),
    handler: gateway.handler,
    upgrade: gateway.upgrade,
    drainStreams: gateway.drainStreams,
    async close() {
      await gateway.close();
      await emulator.close();
    },
  };
}

/** Merges a test's options into the defaults of the variables. */
function testConfig(options: TestGatewayOptions): Config {
  const {
    deadlineMs = 30_000,
    cursorSecret = '',
    cacheTtlMs = 60_000,
    traceAlways = false,
    mutations = true,
  } = options;
  const ttls = Object.fromEntries(CACHE_TTL_KEYS.map((key) => [key, cacheTtlMs]));
  return {
    ...parseConfig({ ...options.telemetry, ...options.environment }),
    ...ttls,
    cacheBytes: 1e8,
    // Only what the emulator's gateway does by itself: every answer then has `extensions.upstream`.
    aws: traceAlways ? 'emulator' : 'live',
    // Hosts are not checked where tokens authenticate callers; `authenticator` says whether they do.
    auth: 'jwt',
    awsAccounts: awsAccountsParser.parse(JSON.stringify(options.scopes ?? [{ regions: [testRegion] }])) ?? [],
    authenticationTypes: [...(options.authenticationTypes ?? AUTHENTICATION_TYPES)],
    services: [...(options.services ?? SESSION_SERVICES)],
    identityDomain: options.identityDomain ?? '',
    maxInFlight: options.maxInFlight ?? Infinity,
    trustedProxies: options.trustedProxies ?? 0,
    ratePerMinute: 0,
    console: options.console ?? true,
    liveMode: options.live ?? 'demand',
    liveCallsPerSecond: options.liveCallsPerSecond ?? 1_000,
    deadlineMs,
    cursorSecret,
    mutations,
    ...options.limits,
    ...options.config,
  };
}

const CACHE_TTL_KEYS = Object.keys(CACHE).filter((key) => key.endsWith('Ms'));

function collect(records: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      records.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
}
