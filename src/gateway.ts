import type { RequestListener } from 'node:http';
import type { AwsConfig } from './aws/accounts/aws-config.ts';
import { environmentAccounts } from './aws/accounts/configured-locations.ts';
import { type AwsPipeline, createPipeline } from './aws/pipeline/pipeline.ts';
import { isLoopback } from './config/authentication.ts';
import { cacheLimits } from './config/cache.ts';
import { type Config, ConfigError } from './config/config.ts';
import type { RecordedHistory } from './live/history/recorded-history.ts';
import type { Live } from './live/live-sessions/live.ts';
import type { Log } from './log/log.ts';
import { apiSchema } from './schema/schema.ts';
import { nodeIdOf } from './schema/sessions/session-node.ts';
import type { Authenticator } from './server/authentication/authenticator.ts';
import { openAuthentication } from './server/authentication/open-authentication.ts';
import { readConsoleOperations } from './server/console/console-operations.ts';
import { openConsole } from './server/console/open-console.ts';
import { type PersistedOperations, readPersistedOperations } from './server/documents/persisted-manifest.ts';
import type { CutBy } from './server/http/connection-limits.ts';
import type { AllowedHosts } from './server/http/host-guard.ts';
import { type Readiness, readiness } from './server/http/readiness.ts';
import type { RateLimit } from './server/limits/rate-limit.ts';
import type { YogaPlugin } from './server/plugins/plugins.ts';
import { createServer } from './server/server.ts';
import type { UpgradeListener } from './server/streams/upgrade-listener.ts';
import { createTelemetry } from './server/telemetry.ts';
import { loadServices } from './services/load-services.ts';
import { createServices, type Services } from './services/services.ts';
import type { UserNameOf } from './sessions/identity.ts';
import { PROVIDERS } from './sessions/providers.ts';
import { createSessions } from './sessions/sessions.ts';
import { openConfiguredStore, storeNotUsable } from './store/open/open-configured-store.ts';
import type { Store } from './store/store.ts';

/** Dependencies of a gateway: parts of its process, and replacements for tests. */
export interface GatewayDependencies {
  readonly log: Log;
  /** Writes audit records; throws if it cannot: see `createAuditLog`. */
  readonly auditLog: Log;
  /** Endpoint, credentials and proxies of AWS; empty for the SDK's own configuration. */
  readonly aws: AwsConfig;
  /** Output of the log, whose dropped lines are counted as a metric. */
  readonly logOutput?: { readonly dropped: number };
  /** Replaces the authentication that `GATEWAY_AUTH` configures. */
  readonly authenticator?: Authenticator | undefined;
  /** Replaces the limit that `GATEWAY_RATE_PER_MINUTE` configures. */
  readonly rateLimit?: RateLimit | undefined;
  /** Replaces the manifest that `GATEWAY_PERSISTED_OPERATIONS` names. */
  readonly persistedOperations?: PersistedOperations | undefined;
  /** Yoga plugins that run before those that reject requests. */
  readonly plugins?: readonly YogaPlugin[];
}

/** A gateway that does not listen by itself. */
export interface Gateway {
  /** Handles the requests of a Node server. */
  readonly handler: RequestListener;
  /** Opens the WebSockets of a Node server. */
  readonly upgrade: UpgradeListener;
  /** Breaks the open subscriptions, evenly over a time in milliseconds; clients reconnect to another process. */
  readonly drainStreams: (overMs: number) => Promise<void>;
  /** Handles a Fetch API request without a connection, by Yoga alone. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  readonly services: Services;
  /** Live sessions; null if they are off. */
  readonly live: Live | null;
  readonly readiness: Readiness;
  /** Counts a connection that a limit closed. */
  readonly connectionCut: (by: CutBy) => void;
  /** Serves metrics if a port is configured; rejects if it cannot listen. */
  start(): Promise<void>;
  /** Resolves once one AWS location can be read and callers can be authenticated. */
  ready(): Promise<void>;
  /** Begins to scan AWS and to import ended sessions, with `GATEWAY_LIVE=always`; called once `ready` has resolved. */
  startScans(): void;
  /** Closes the clients of AWS and flushes traces; called after the server has drained. */
  close(): Promise<void>;
}

/**
 * Composes a gateway: AWS pipeline, services, instrumentation, authentication, HTTP server. Used by `main.ts`,
 * tests and benchmarks alike.
 *
 * @throws ConfigError for a value that is not usable, such as a file that cannot be read
 */
export async function createGateway(config: Config, dependencies: GatewayDependencies): Promise<Gateway> {
  const { log, auditLog, logOutput, plugins = [] } = dependencies;
  const aws = { ...dependencies.aws, log };
  const telemetry = await createTelemetry(config, log, logOutput);
  const pipeline = createPipeline(cacheLimits(config), telemetry.calls);
  const loaded = await loadServices(PROVIDERS, ({ service }) => config.services.includes(service));
  const services = createServices(loaded, aws, await accountsOf(config, aws), pipeline, config);
  const authenticator = dependencies.authenticator ?? (await openAuthentication(config, log));
  const state = readiness();
  const store = await openConfiguredStore(config, log);
  const { userNameOf } = createSessions(config.identityDomain, services.identityDomainOf);
  const live = await liveOf(config, services, pipeline, store, userNameOf, log);
  const records = await recordsOf(config, store, live, userNameOf, log);
  const rateLimit = dependencies.rateLimit ?? (await rateLimitOf(config, log));
  const { handler, upgrade, streams, fetch } = createServer({
    ...config,
    console: openConsole(config),
    services,
    live,
    history: records?.history,
    log,
    audit: auditLog,
    readiness: state,
    authenticator,
    traceAlways: config.aws === 'emulator',
    hooks: telemetry.requests,
    observer: telemetry.streams,
    plugins,
    limits: config,
    rateLimit,
    allowedHosts: allowedHostsOf(config),
    persistedOperations: persistedOf(config, dependencies),
  });

  return {
    handler,
    upgrade,
    async drainStreams(overMs) {
      await Promise.all([live?.standDown(), streams.drain(overMs)]);
    },
    fetch,
    services,
    live,
    readiness: state,
    connectionCut: telemetry.connectionCut,
    async start() {
      await telemetry.start(pipeline, state, live);
      await records?.start();
    },
    async ready() {
      await Promise.all([services.ready(log), authenticator.ready()]);
    },
    startScans() {
      live?.start();
      if (config.liveMode === 'always')
        records?.startImport().catch((err: unknown) => log.error({ err }, 'ended sessions are not imported'));
    },
    async close() {
      await Promise.all([live?.close(), records?.close(), rateLimit?.close()]);
      await store.close();
      services.close();
      await telemetry.close();
    },
  };
}

/** Operations that clients may send by id. The console sends documents, which are executed as well. */
function persistedOf(config: Config, dependencies: GatewayDependencies): PersistedOperations | undefined {
  const persisted = dependencies.persistedOperations ?? readPersistedOperations(config, apiSchema);
  return persisted?.only && config.console ? { ...persisted, texts: readConsoleOperations() } : persisted;
}

/** Creates the limit of requests a minute; undefined without one, which loads nothing of it. */
async function rateLimitOf(config: Config, log: Log): Promise<RateLimit | undefined> {
  if (config.ratePerMinute === 0) return undefined;
  const { createRateLimit } = await import('./server/limits/rate-limit.ts');
  const { store, storePasswordFile: passwordFile } = config;
  const database = store.kind === 'postgres' ? { url: store.url, passwordFile } : undefined;
  return createRateLimit({ ...config, database }, log);
}

/** Opens the records of sessions; null where there are none: `GATEWAY_LIVE=off` records none, but a durable store may have some. */
async function recordsOf(
  config: Config,
  store: Store,
  live: Live | null,
  userNameOf: UserNameOf,
  log: Log,
): Promise<RecordedHistory | null> {
  if (!live && !store.isDurable) return null;
  const { recordedHistory } = await import('./live/history/recorded-history.ts');
  return recordedHistory({ ...config, storeKind: config.store.kind, store, live, idOf: nodeIdOf, userNameOf, log });
}

/** Creates live sessions; null if they are off, which loads nothing of them. */
async function liveOf(
  config: Config,
  services: Services,
  pipeline: AwsPipeline,
  store: Store,
  userNameOf: UserNameOf,
  log: Log,
): Promise<Live | null> {
  const { liveMode: mode, liveCallsPerSecond: callsPerSecond, liveMaxAgeS } = config;
  if (mode === 'off') return null;
  const { createLive } = await import('./live/live-sessions/create-live.ts');
  const maxAgeMs = liveMaxAgeS * 1_000;
  const { snapshot } = pipeline;
  const live = await createLive({
    services,
    idOf: nodeIdOf,
    userNameOf,
    snapshot,
    log,
    mode,
    callsPerSecond,
    maxAgeMs,
    store,
    onWritten: pipeline.invalidate,
  }).catch(storeNotUsable);
  pipeline.onWritten(live.written);
  return live;
}

/** Returns undefined, which accepts every `Host`, if tokens authenticate callers and no hosts are configured. */
function allowedHostsOf({ auth, host, allowedHosts }: Config): AllowedHosts | undefined {
  if (auth !== 'none' && allowedHosts.length === 0) return undefined;
  const isLocal = isLoopback(host);
  return { names: [...allowedHosts, host], everywhere: isLocal || allowedHosts.length > 0 };
}

function accountsOf({ awsAccounts }: Config, aws: AwsConfig) {
  return (
    awsAccounts ??
    environmentAccounts(aws).catch(() => {
      throw new ConfigError('AWS_REGION is not set; with GATEWAY_AWS=live it must be an AWS region.');
    })
  );
}
