import process from 'node:process';
import type { AwsConfig } from './aws/config.ts';
import { createDoor } from './aws/door.ts';
import type { CacheLimits } from './aws/page-cache.ts';
import { environmentScopes } from './aws/scopes.ts';
import { type Config, ConfigError, cannotUse, helpText, parseConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { apiSchema } from './schema/schema.ts';
import { createAuditLog } from './server/audit.ts';
import { openAuthentication } from './server/authentication/open-authentication.ts';
import { createRateLimit } from './server/limits/rate-limit.ts';
import { listen } from './server/listen.ts';
import { readPersistedOperations } from './server/persisted-manifest.ts';
import { readiness } from './server/readiness.ts';
import { createServer } from './server/server.ts';
import { createTelemetry } from './server/telemetry.ts';
import { createServices } from './services/services.ts';

if (process.argv.includes('--help')) {
  process.stdout.write(helpText());
} else {
  await start().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    stop(error.message);
  });
}

/** @throws ConfigError for a value that is not allowed, or cannot be used */
async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLog(config.logLevel, undefined, config);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });

  const aws = await awsConfig(config);
  const telemetry = await createTelemetry(config, log);
  const door = createDoor(cacheLimits(config), telemetry.calls);
  const services = createServices(aws, await scopesOf(config, aws), door, config);
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
    persisted: readPersistedOperations(config, apiSchema),
  });
  const listening = await listen(server.handler, config).catch((error: Error) =>
    stop(`Cannot listen on ${config.host}:${config.port}: ${error.message}`),
  );
  log.info({ url: `${listening.url}/graphql`, aws: config.aws }, `listening on ${listening.url}/graphql`);

  const leaving = onSignal(async (signal) => {
    log.info({ signal }, 'draining');
    ready.set(false);
    const cutOff = await listening.drain({ noticeMs: config.drainDelayMs, answerMs: config.deadlineMs });
    services.close();
    await telemetry.close();
    log.info({ cutOff }, 'drained');
    process.exit(0);
  });
  await telemetry
    .start(door, ready)
    .catch((error: Error) => stop(`Cannot listen on GATEWAY_METRICS_PORT ${config.metricsPort}: ${error.message}`));
  await Promise.all([services.ready(log), authenticator.ready()]);
  if (leaving.aborted) return;
  ready.set(true);
  log.info('ready');
}

/** @returns aborted once one has come */
function onSignal(leave: (signal: string) => Promise<void>): AbortSignal {
  const leaving = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      leaving.abort();
      void leave(signal);
    });
  }
  return leaving.signal;
}

function scopesOf({ scopes }: Config, aws: AwsConfig) {
  return (
    scopes ??
    environmentScopes(aws).catch(() => {
      throw new ConfigError('AWS_REGION is not set; with GATEWAY_AWS=live it must be an AWS region.');
    })
  );
}

function openAuditLog({ auditLog }: Config): Log {
  try {
    return createAuditLog(auditLog);
  } catch {
    throw cannotUse('auditLog', auditLog);
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
