import type { RequestListener } from 'node:http';
import { Writable } from 'node:stream';
import type { Plugin } from 'graphql-yoga';
import type { CallRecord } from '../../emulator/call-record.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import type { Clock } from '../../emulator/world/clock.ts';
import type { World } from '../../emulator/world/state.ts';
import { createPipeline } from '../../src/aws/pipeline/pipeline.ts';
import { type AwsAccountConfig, awsAccountsParser } from '../../src/config/aws-accounts.ts';
import { CACHE_KINDS } from '../../src/config/cache.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createLog, type Log } from '../../src/log/log.ts';
import type { Proxies } from '../../src/outbound/proxies.ts';
import type { Authenticator } from '../../src/server/authentication/authenticator.ts';
import { createAuditLog } from '../../src/server/context/audit-log.ts';
import type { RequestContext } from '../../src/server/context/request-context.ts';
import { type Readiness, readiness } from '../../src/server/http/readiness.ts';
import type { Limits } from '../../src/server/limits/limits.ts';
import type { RateLimit } from '../../src/server/limits/rate-limit.ts';
import { createTelemetry } from '../../src/server/observability/telemetry.ts';
import type { PersistedOperations } from '../../src/server/plugins/use-persisted-operations.ts';
import { createServer } from '../../src/server/server.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from '../../src/services/appstream/model.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { PROVIDERS } from '../../src/sessions/providers.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { testRegion } from './world.ts';

/** A GraphQL answer, read as a test reads it: by names it knows to be there. */
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
  /** What its resolvers read. */
  readonly services: Services;
  /** Resolves when one of its scopes can be read. */
  ready(): Promise<void>;
  /** The log's records so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The audit log's records so far. */
  readonly audit: readonly Readonly<Record<string, unknown>>[];
  /** What AWS was asked so far, but for who we are: that is once in the simulation of a process. */
  calls(): readonly CallRecord[];
  query(document: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** For Node's server: what comes over a wire takes the fast partition where it can. */
  readonly handler: RequestListener;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly world?: World;
  readonly quirks?: Partial<Quirks>;
  readonly deadlineMs?: number;
  readonly cursorSecret?: string;
  /** Milliseconds; by default a page is kept long enough for any test, as it is for a client that pages on at once. */
  readonly keepPagesMs?: number;
  /** Whether every answer says what it cost. */
  readonly traceAlways?: boolean;
  /** As `GATEWAY_AWS_ACCOUNTS`; by default the one that worlds are built for. */
  readonly scopes?: readonly Partial<AwsAccountConfig>[];
  /** As `GATEWAY_APPSTREAM_AUTH_TYPES`; all of them by default. */
  readonly authenticationTypes?: readonly AwsAuthenticationType[];
  /** As `GATEWAY_IDENTITY_DOMAIN`. */
  readonly identityDomain?: string;
  /** The emulator's time. */
  readonly clock?: Clock;
  /** Whether anything may be changed; it may unless told otherwise. */
  readonly mutations?: boolean;
  /** What differs from the defaults of the variables. */
  readonly limits?: Partial<Limits>;
  readonly rate?: RateLimit;
  readonly trustedProxies?: number;
  readonly maxInFlight?: number;
  readonly persisted?: PersistedOperations;
  /** Who callers are; by default everybody may do everything. */
  readonly authenticator?: (log: Log) => Authenticator;
  /** Another endpoint than the emulator's, for an AWS that is not there. */
  readonly endpoint?: string;
  /** How AWS is reached. */
  readonly proxies?: Proxies;
  /** Who looks on beside the telemetry. */
  readonly plugins?: readonly Plugin<RequestContext>[];
  /** Variables that switch metrics and traces on. */
  readonly telemetry?: Readonly<Record<string, string>>;
}

/** The gateway and an emulated AWS behind it; the wire between them is real. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { world, quirks, deadlineMs = 5_000, cursorSecret, keepPagesMs = 60_000, endpoint, traceAlways } = options;
  const { mutations = true } = options;
  const emulator = await startEmulator({ world, quirks, clock: options.clock });
  const log: Record<string, unknown>[] = [];
  const audit: Record<string, unknown>[] = [];
  const logger = createLog('debug', collect(log));
  const telemetry = await createTelemetry(parseConfig(options.telemetry ?? {}), logger);
  const ttlMs = Object.fromEntries(CACHE_KINDS.map((kind) => [kind, keepPagesMs])) as never;
  const pipeline = createPipeline({ ttlMs, maxBytes: 1e8 }, telemetry.calls);
  const services = createServices(
    PROVIDERS,
    {
      endpoint: endpoint ?? emulator.endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
      log: logger,
      proxies: options.proxies,
    },
    awsAccountsParser.parse(JSON.stringify(options.scopes ?? [{ regions: [testRegion] }])) ?? [],
    pipeline,
    { authenticationTypes: options.authenticationTypes ?? AUTHENTICATION_TYPES },
  );
  const state = readiness();
  await telemetry.start(pipeline, state);
  const server = createServer({
    services,
    log: logger,
    mutations,
    audit: createAuditLog(collect(audit)),
    readiness: state,
    deadlineMs,
    cursorSecret,
    identityDomain: options.identityDomain,
    authenticator: options.authenticator?.(logger),
    traceAlways,
    telemetry: { requests: telemetry.requests, plugins: [...telemetry.plugins, ...(options.plugins ?? [])] },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    rate: options.rate,
    trustedProxies: options.trustedProxies,
    maxInFlight: options.maxInFlight,
    persisted: options.persisted,
  });

  return {
    emulator,
    readiness: state,
    services,
    ready: () => services.ready(logger),
    log,
    audit,
    calls: () => emulator.calls.filter(({ service }) => service !== 'sts'),
    async query(query, variables, token) {
      const response = await server.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    fetch: async (path, init = {}) => server.fetch(new URL(path, 'http://gateway'), init),
    handler: server.handler,
    async close() {
      services.close();
      await telemetry.close();
      await emulator.close();
    },
  };
}

function collect(records: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      records.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
}
