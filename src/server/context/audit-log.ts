import { randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { type Config, cannotUse } from '../../config/config.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { type LineOutput, lineOutput } from '../../log/line-output.ts';
import { createLog, type Log } from '../../log/log.ts';
import type { Intent, Mutations } from '../../schema/builder/context.ts';

/** Whose mutation it is. */
export interface Author {
  readonly caller: string | null;
  /** Where the request came from. */
  readonly address?: string | null;
  /** The gateway's own name for the request, which no client can choose. */
  readonly requestId: string | null;
  /** What the client calls it, or its trace: as in the log's lines and the answer's `x-request-id`. */
  readonly clientRequestId?: string | null;
}

/**
 * The audit log: JSON lines of their own, whatever the level of the log is. A line is with the operating system before
 * what it tells of begins, so that a process that is killed leaves a trace.
 *
 * @param destination throws where it cannot write a line, and so does the log
 */
export function createAuditLog(destination: DestinationStream): Log {
  return createLog('info', destination).child({ log: 'audit' });
}

/** The audit log of a process. */
export interface AuditLog {
  readonly log: Log;
  /** Goes on with the file that now has the path, as after a rotation. @throws Error where there is none; the old one stays */
  reopen(): void;
}

/**
 * @param stdout where the log's lines go, too
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
 * The mutations of one request: each has a record before it runs and one after it, under one id. One that cannot be recorded
 * is not begun, and its next step is not taken.
 *
 * @param log has what came of a mutation where the audit log takes no more
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
      log.error({ err: cause }, 'the audit log cannot be written: a mutation is refused');
      const details = { service: 'audit', operation: 'Write', retryable: true };
      throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Nothing was changed: it cannot be recorded.', details, { cause });
    }
  }
  function recordAfter(record: object): void {
    try {
      records.info(record);
    } catch (err) {
      log.error({ err, record }, 'the audit log cannot be written: what a mutation did is not in it');
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
        // Mutations of one document run one after the other, so what was sent meanwhile is this one's.
        end: (outcome) =>
          recordAfter({ phase: 'result', ...record, scopes, ...outcome, upstream: calls.writes.slice(before) }),
      };
    },
  };
}

const SECRET = /password|secret|token|credential/i;
const REDACTED = '[redacted]';

/** The same without what may be confidential: members that are called so, and the values of tags. */
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
