import { randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { type Config, cannotUse } from '../../config/config.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { type LineOutput, lineOutput } from '../../log/line-output.ts';
import { createLog, type Log } from '../../log/log.ts';
import type { Intent, Mutations } from '../../schema/builder/context.ts';

/** Caller and request of a mutation. */
export interface Author {
  readonly caller: string | null;
  /** Address of the client. */
  readonly address?: string | null;
  /** The gateway's own id of the request, which no client can choose. */
  readonly requestId: string | null;
  /** Trace id or `x-request-id` of the client, as in log lines. */
  readonly clientRequestId?: string | null;
}

/**
 * Creates the audit log: JSON lines, independent of the log level. A record is passed to the operating system before the write
 * attempt that it describes, so that a killed process leaves it.
 *
 * @param destination throws where it cannot write a line, and so does the log
 */
export function createAuditLog(destination: DestinationStream): Log {
  return createLog('info', destination).child({ log: 'audit' });
}

/** The audit log of a process. */
export interface AuditLog {
  readonly log: Log;
  /** Reopens the file after a rotation. @throws Error where it cannot be opened; the old one stays in use */
  reopen(): void;
}

/**
 * @param stdout output shared with the log
 * @throws ConfigError for a file that cannot be written
 */
export function openAuditLog({ auditLog }: Pick<Config, 'auditLog'>, stdout: LineOutput): AuditLog {
  const output = auditLog === 'stdout' ? stdout : openFile(auditLog);
  return { log: createAuditLog({ write: (line) => output.writeNow(line) }), reopen: () => output.reopen() };
}

function openFile(path: string): LineOutput {
  try {
    return lineOutput(path);
  } catch {
    throw cannotUse('auditLog', path);
  }
}

/**
 * Records the mutations of one request: an intent before each, its write attempts, and a result, under one id. A mutation or
 * write attempt that cannot be recorded is not made.
 *
 * @param log receives results that the audit log cannot record
 */
export function audited(
  records: Log,
  log: Log,
  { enabled, calls, author }: { readonly enabled: boolean; readonly calls: RequestCalls; readonly author: Author },
): Mutations {
  function mustRecord(record: object): void {
    try {
      records.info(record);
    } catch (cause) {
      log.error({ err: cause }, 'the audit log cannot be written: a mutation is rejected');
      const details = { service: 'audit', operation: 'Write', retryable: true };
      throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Nothing was changed: the audit log cannot be written.', details, {
        cause,
      });
    }
  }
  function recordAfter(record: object): void {
    try {
      records.info(record);
    } catch (err) {
      log.error({ err, record }, 'the audit log cannot be written: a result is missing in it');
    }
  }

  return {
    enabled,
    begin({ operation, input, scopes }: Intent) {
      const record = { id: randomUUID(), operation, ...author };
      const before = calls.writes.length;
      mustRecord({ phase: 'intent', ...record, scopes, input: redacted(input) });
      return {
        note: (step) => ('attempt' in step ? mustRecord : recordAfter)({ phase: 'step', ...record, ...step }),
        // Mutations of one document run serially, so the writes since the intent are this one's.
        end: (outcome) =>
          recordAfter({ phase: 'result', ...record, scopes, ...outcome, upstream: calls.writes.slice(before) }),
      };
    },
  };
}

const SECRET = /password|secret|token|credential/i;
const REDACTED = '[redacted]';

/** Redacts members with confidential names, and the values of tags. */
function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (SECRET.test(name)) return [name, REDACTED];
      if (name === 'tags' && Array.isArray(member)) return [name, member.map((tag) => ({ ...tag, value: REDACTED }))];
      return [name, redacted(member)];
    }),
  );
}
