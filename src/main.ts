import process from 'node:process';
import type { AwsConfig } from './aws/config.ts';
import { createDoor } from './aws/door.ts';
import type { CacheLimits } from './aws/page-cache.ts';
import { environmentScopes } from './aws/scopes.ts';
import { type Config, ConfigError, cannotUse, helpText, parseConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { apiSchema } from './schema/schema.ts';
import { createAuditLog } from './server/audit.ts';
import { type Authenticator, bearerTokens, openToAll } from './server/authenticate.ts';
import { createRateLimit } from './server/limits/rate-limit.ts';
import { listen } from './server/listen.ts';
import { readManifest } from './server/persisted-manifest.ts';
import type { PersistedOperations } from './server/persisted-operations.ts';
import { readiness } from './server/readiness.ts';
import { createServer } from './server/server.ts';
import { keySource, signingKeys } from './server/signing-keys.ts';
import { createTelemetry } from './server/telemetry.ts';
import { createServices } from './services/services.ts';

if (process.argv.includes('--help')) {
  process.stdout.write(helpText());
} else {
  await start(readConfig());
}

async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel, undefined, config);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });

  const aws = await awsConfig(config);
  const scopes =
    config.scopes ??
    (await environmentScopes(aws).catch(() =>
      stop('AWS_REGION is not set; with GATEWAY_AWS=live it must be an AWS region.'),
    ));
  const telemetry = await createTelemetry(config, log);
  const door = createDoor(cacheLimits(config), telemetry.calls);
  const services = createServices(aws, scopes, door, config);
  const ready = readiness();
  const authenticator = await openAuthentication(config, log);
  const server = createServer({
    ...config,
    services,
    log,
    audit: openAuditLog(config),
    readiness: ready,
    authenticator,
    traceAlways: config.aws === 'emulator',
    telemetry,
    limits: config,
    rate: createRateLimit(config, log),
    persisted: readPersistedOperations(config),
  });
  const listening = await listen(server.handler, config).catch((error: Error) =>
    stop(`Cannot listen on ${config.host}:${config.port}: ${error.message}`),
  );
  log.info({ url: `${listening.url}/graphql`, aws: config.aws }, `listening on ${listening.url}/graphql`);
  let isLeaving = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log.info({ signal }, 'draining');
      isLeaving = true;
      ready.set(false);
      const cutOff = await listening.drain({ noticeMs: config.drainDelayMs, answerMs: config.deadlineMs });
      services.close();
      await telemetry.close();
      log.info({ cutOff }, 'drained');
      process.exit(0);
    });
  }
  await telemetry
    .start(door, ready)
    .catch((error: Error) => stop(`Cannot listen on GATEWAY_METRICS_PORT ${config.metricsPort}: ${error.message}`));
  await Promise.all([services.ready(log), authenticator.ready()]);
  if (isLeaving) return;
  ready.set(true);
  log.info('ready');
}

function readConfig(): Config {
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return stop(error.message);
  }
}

/** A file of keys has to be there; a URL may answer later: until then the gateway is not ready. */
async function openAuthentication(config: Config, log: Log): Promise<Authenticator> {
  if (config.auth === 'none') return openToAll;
  const keys = signingKeys(keySource(config.jwtJwks), log);
  const isFile = !/^https?:/i.test(config.jwtJwks);
  if (isFile) await keys.load().catch(() => stop(cannotUse('jwtJwks', config.jwtJwks).message));
  return bearerTokens(
    {
      issuer: config.jwtIssuer,
      audiences: config.jwtAudience,
      audienceClaim: config.jwtAudienceClaim,
      algorithms: config.jwtAlgorithms,
      clockSkewS: config.jwtClockSkewS,
      userClaim: config.jwtUserClaim,
      scopesClaims: config.jwtScopesClaim,
      scopePrefix: config.jwtScopePrefix,
    },
    keys,
  );
}

function openAuditLog({ auditLog }: Config): Log {
  try {
    return createAuditLog(auditLog);
  } catch {
    return stop(cannotUse('auditLog', auditLog).message);
  }
}

function readPersistedOperations(config: Config): PersistedOperations | undefined {
  const { persistedOperations: path, persistedOnly: only } = config;
  if (path === '') {
    if (only) stop(cannotUse('persistedOnly', 'on', 'and GATEWAY_PERSISTED_OPERATIONS is not set').message);
    return undefined;
  }
  try {
    return { documents: readManifest(path, apiSchema, config), only };
  } catch (error) {
    return stop(cannotUse('persistedOperations', path, (error as Error).message).message);
  }
}

/** One line and a failure: what whoever starts the gateway has to mend. */
function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function cacheLimits(config: Config): CacheLimits {
  return {
    keepMs: {
      sessions: config.keepSessionsMs,
      fleets: config.keepFleetsMs,
      stacks: config.keepStacksMs,
      pools: config.keepPoolsMs,
      associations: config.keepAssociationsMs,
      nodes: config.keepNodesMs,
    },
    maxBytes: config.cacheBytes,
  };
}

/** The only place that knows of the emulator: everything else is told where AWS is. Every scope gets a world of its own. */
async function awsConfig({ aws, scopes }: Config): Promise<AwsConfig> {
  if (aws === 'live') return {};
  const { startEmbedded } = await import('../emulator/embedded.ts');
  return startEmbedded(scopes?.flatMap(({ accountId, regions }) => regions.map((region) => ({ accountId, region }))));
}
