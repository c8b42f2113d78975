import process from 'node:process';
import type { AwsConfig } from './aws/accounts/aws-config.ts';
import { type Config, ConfigError, helpText, parseConfig, variableNames } from './config/config.ts';
import { parseOptions } from './config/options.ts';
import { proxiesOf } from './config/proxies.ts';
import type { Gateway } from './gateway.ts';
import { type LineOutput, lineOutput } from './log/line-output.ts';
import { createLog, type Log } from './log/log.ts';
import { type AuditLog, openAuditLog } from './server/context/audit-log.ts';
import { type Listening, listen } from './server/http/listen.ts';

const NO_CURSOR_SECRET =
  'GATEWAY_CURSOR_SECRET is not set: cursors are signed with a random secret, and are invalid in other replicas and after a restart';

await start().catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error;
  stop(error.message);
});

/** A gateway with its configuration, log and output of the log. */
interface Program {
  readonly gateway: Gateway;
  readonly config: Config;
  readonly log: Log;
  readonly stdout: LineOutput;
}

/** Starts the program. @throws ConfigError for an unknown option or variable, or a value that is not allowed or cannot be used */
async function start(): Promise<void> {
  const { help } = parseOptions(process.argv.slice(2), variableNames());
  if (help) {
    process.stdout.write(helpText());
    return;
  }
  const config = parseConfig(process.env);
  // Only now: most of a start is loading it, and a mistake in a variable is reported before.
  const { createGateway } = await import('./gateway.ts');
  const stdout = lineOutput(1);
  const log = createLog(config.logLevel, stdout, config);
  // A write beyond the size limit of a file (RLIMIT_FSIZE) then fails instead of killing the process.
  process.on('SIGXFSZ', () => {});
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'crashed');
    process.exit(1);
  });
  const audit = openAuditLog(config, stdout);
  reopenOnHangUp(audit, log);
  const aws = await awsConfig(config);
  const gateway = await createGateway(config, { log, auditLog: audit.log, aws, logOutput: stdout });
  await serve({ gateway, config, log, stdout });
}

/** Listens; resolves when the gateway is ready, or as soon as it shuts down before. */
async function serve(program: Program): Promise<void> {
  const { gateway, config, log } = program;
  const listening = await listen(
    gateway.handler,
    { ...config, upgrade: gateway.upgrade },
    undefined,
    gateway.connectionCut,
  ).catch((error: Error) => stop(`Cannot listen on ${config.host}:${config.port}: ${error.message}`));
  // The first line, from which tools read the URL.
  log.info({ url: `${listening.url}/graphql`, aws: config.aws }, `listening on ${listening.url}/graphql`);
  if (!config.cursorSecret) log.info(NO_CURSOR_SECRET);
  const stopping = onSignal((signal) => shutDown(signal, listening, program));
  await gateway
    .start()
    .catch((error: Error) => stop(`Cannot listen on GATEWAY_METRICS_PORT ${config.metricsPort}: ${error.message}`));
  await gateway.ready();
  if (stopping.aborted) return;
  gateway.readiness.set(true);
  log.info('ready');
  gateway.startScans();
}

/** Reopens the audit log on SIGHUP, by which log rotation announces that it has renamed the file. */
function reopenOnHangUp(audit: AuditLog, log: Log): void {
  process.on('SIGHUP', () => {
    try {
      audit.reopen();
      log.info('audit log reopened');
    } catch (err) {
      log.error({ err }, 'the audit log cannot be reopened; records go to the previous file');
    }
  });
}

/** Longest wait for the reader of the log at shutdown. Milliseconds. */
const FLUSH_MS = 1_000;

/** Shuts down gracefully: drains the server, closes the gateway, exits with 0. */
async function shutDown(signal: string, listening: Listening, { gateway, config, log, stdout }: Program) {
  log.info({ signal }, 'draining');
  gateway.readiness.set(false);
  const [forceClosed] = await Promise.all([
    listening.drain({ noticeMs: config.drainDelayMs, answerMs: config.deadlineMs }),
    gateway.drainStreams(config.drainDelayMs),
  ]);
  await gateway.close();
  log.info({ forceClosed }, 'drained');
  await stdout.flush(FLUSH_MS);
  process.exit(0);
}

/** A repeated signal within this time is a duplicate: both the terminal and npm send it. Milliseconds. */
const SAME_SIGNAL_MS = 500;

/**
 * Calls `act` on the first SIGTERM or SIGINT; a later one exits at once.
 *
 * @returns a signal that is aborted on the first one
 */
function onSignal(act: (signal: string) => Promise<void>): AbortSignal {
  const stopping = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) {
        if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      firstAt = performance.now();
      stopping.abort();
      void act(signal);
    });
  }
  return stopping.signal;
}

/** Prints one line for the operator to act on, and exits with 1. */
function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Starts the emulator if it is configured, with a world per location. The only import of the emulator in src/. */
async function awsConfig({ aws, awsAccounts, emulatorSpeed, ...config }: Config): Promise<AwsConfig> {
  if (aws === 'live') return { proxies: proxiesOf(config) };
  const { startEmbedded } = await import('../emulator/embedded.ts');
  return startEmbedded(
    emulatorSpeed,
    awsAccounts?.flatMap(({ accountId, regions }) => regions.map((region) => ({ accountId, region }))),
  );
}
