import process from 'node:process';
import type { AwsConfig } from './aws/accounts/aws-config.ts';
import { environmentAccounts } from './aws/accounts/configured-locations.ts';
import { createPipeline } from './aws/pipeline/pipeline.ts';
import { isLoopback } from './config/authentication.ts';
import { cacheLimits } from './config/cache.ts';
import { type Config, ConfigError, helpText, parseConfig } from './config/config.ts';
import { proxiesOf } from './config/proxies.ts';
import { type LineOutput, lineOutput } from './log/line-output.ts';
import { createLog, type Log } from './log/log.ts';
import { apiSchema } from './schema/schema.ts';
import { openAuthentication } from './server/authentication/open-authentication.ts';
import { type AuditLog, openAuditLog } from './server/context/audit-log.ts';
import { readPersistedOperations } from './server/documents/persisted-manifest.ts';
import type { AllowedHosts } from './server/http/host-guard.ts';
import { type Listening, listen } from './server/http/listen.ts';
import { readiness } from './server/http/readiness.ts';
import { createRateLimit } from './server/limits/rate-limit.ts';
import { createTelemetry } from './server/observability/telemetry.ts';
import { createServer } from './server/server.ts';
import { createServices } from './services/services.ts';
import { PROVIDERS } from './sessions/providers.ts';

const NO_CURSOR_SECRET =
  'GATEWAY_CURSOR_SECRET is not set: cursors are signed with a random secret, and are invalid in other replicas and after a restart';

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
  const stdout = lineOutput(1);
  const log = createLog(config.logLevel, stdout, config);
  // A file at its size limit (RLIMIT_FSIZE) then fails the write, and does not end the process.
  process.on('SIGXFSZ', () => {});
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });
  await serve(await assemble(config, log, stdout), config, log);
}

/** What lives as long as the process. */
type Gateway = Awaited<ReturnType<typeof assemble>>;

async function assemble(config: Config, log: Log, stdout: LineOutput) {
  const audit = openAuditLog(config, stdout);
  reopenOnHangUp(audit, log);
  const aws = { ...(await awsConfig(config)), log };
  const telemetry = await createTelemetry(config, log, stdout);
  const pipeline = createPipeline(cacheLimits(config), telemetry.calls);
  const services = createServices(PROVIDERS, aws, await locationsOf(config, aws), pipeline, config);
  const state = readiness();
  const authenticator = await openAuthentication(config, log);
  const { handler } = createServer({
    ...config,
    services,
    log,
    audit: audit.log,
    readiness: state,
    authenticator,
    traceAlways: config.aws === 'emulator',
    telemetry,
    limits: config,
    rate: createRateLimit(config, log),
    allowedHosts: allowedHostsOf(config),
    persisted: readPersistedOperations(config, apiSchema),
  });
  return { handler, pipeline, services, authenticator, telemetry, readiness: state, stdout };
}

/** Undefined where a token says who may ask, and nobody has named hosts. */
function allowedHostsOf({ auth, host, allowedHosts }: Config): AllowedHosts | undefined {
  if (auth !== 'none' && allowedHosts.length === 0) return undefined;
  const isNear = isLoopback(host);
  return { names: isNear ? [...allowedHosts, host] : allowedHosts, everywhere: isNear || allowedHosts.length > 0 };
}

/** Resolves when the gateway is ready, or is leaving before it ever was. */
async function serve(gateway: Gateway, config: Config, log: Log): Promise<void> {
  const { handler, pipeline, services, authenticator, telemetry, readiness } = gateway;
  const listening = await listen(handler, config).catch((error: Error) =>
    stop(`Cannot listen on ${config.host}:${config.port}: ${error.message}`),
  );
  log.info({ url: `${listening.url}/graphql`, aws: config.aws }, `listening on ${listening.url}/graphql`);
  if (!config.cursorSecret) log.info(NO_CURSOR_SECRET);
  const leaving = onSignal((signal) => leave(signal, listening, gateway, config, log));
  await telemetry
    .start(pipeline, readiness)
    .catch((error: Error) => stop(`Cannot listen on GATEWAY_METRICS_PORT ${config.metricsPort}: ${error.message}`));
  await Promise.all([services.ready(log), authenticator.ready()]);
  if (leaving.aborted) return;
  readiness.set(true);
  log.info('ready');
}

/** SIGHUP is how a rotation says that the file has another name now. */
function reopenOnHangUp(audit: AuditLog, log: Log): void {
  process.on('SIGHUP', () => {
    try {
      audit.reopen();
      log.info('audit log reopened');
    } catch (err) {
      log.error({ err }, 'the audit log cannot be reopened: it goes on where it was');
    }
  });
}

/** How long a reader of the log may take to catch up at the end. Milliseconds. */
const FLUSH_MS = 1_000;

/** Finishes what is in flight, and ends the process. */
async function leave(
  signal: string,
  listening: Listening,
  { readiness, services, telemetry, stdout }: Gateway,
  { drainDelayMs: noticeMs, deadlineMs: answerMs }: Config,
  log: Log,
): Promise<void> {
  log.info({ signal }, 'draining');
  readiness.set(false);
  const cutOff = await listening.drain({ noticeMs, answerMs });
  services.close();
  await telemetry.close();
  log.info({ cutOff }, 'drained');
  await stdout.flush(FLUSH_MS);
  process.exit(0);
}

/** @returns aborted once one has come */
function onSignal(act: (signal: string) => Promise<void>): AbortSignal {
  const leaving = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      leaving.abort();
      void act(signal);
    });
  }
  return leaving.signal;
}

function locationsOf({ awsAccounts }: Config, aws: AwsConfig) {
  return (
    awsAccounts ??
    environmentAccounts(aws).catch(() => {
      throw new ConfigError('AWS_REGION is not set; with GATEWAY_AWS=live it must be an AWS region.');
    })
  );
}

/** One line and a failure: what whoever starts the gateway has to mend. */
function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The only place that knows of the emulator: everything else is told where AWS is. Every location gets a world of its own. */
async function awsConfig(config: Config): Promise<AwsConfig> {
  const { aws, awsAccounts } = config;
  if (aws === 'live') return { proxies: proxiesOf(config) };
  const { startEmbedded } = await import('../emulator/embedded.ts');
  return startEmbedded(
    awsAccounts?.flatMap(({ accountId, regions }) => regions.map((region) => ({ accountId, region }))),
  );
}
