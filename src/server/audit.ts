import { randomUUID } from 'node:crypto';
import { type DestinationStream, pino } from 'pino';
import type { RequestCalls } from '../aws/request-calls.ts';
import { type Config, cannotUse } from '../config.ts';
import { createLog, type Log } from '../log.ts';
import type { Intent, Mutations } from '../schema/context.ts';

/** Whose mutation it is. */
export interface Author {
  readonly caller: string | null;
  /** As in the log's lines and the answer's `x-request-id`. */
  readonly requestId: string | null;
}

/**
 * The audit log: JSON lines of their own, whatever the level of the log is. A line is with the operating system before
 * what it tells of begins, so that a process that is killed leaves a trace.
 *
 * @param target `stdout`, or the path of a file, which is appended to
 * @throws Error where the file cannot be written
 */
export function createAuditLog(target: string | DestinationStream): Log {
  const destination =
    typeof target === 'string' ? pino.destination({ dest: target === 'stdout' ? 1 : target, sync: true }) : target;
  return createLog('info', destination).child({ log: 'audit' });
}

/** @throws ConfigError for a file that cannot be written */
export function openAuditLog({ auditLog }: Pick<Config, 'auditLog'>): Log {
  try {
    return createAuditLog(auditLog);
  } catch {
    throw cannotUse('auditLog', auditLog);
  }
}

/** The mutations of one request: each has a record before it runs and one after it, under one id. */
export function audited(log: Log, enabled: boolean, calls: RequestCalls, author: Author): Mutations {
  return {
    enabled,
    begin({ operation, input, scopes }: Intent) {
      const record = { id: randomUUID(), operation, ...author };
      const before = calls.writes.length;
      log.info({ phase: 'intent', ...record, scopes, input: redacted(input) });
      return {
        note: (step) => log.info({ phase: 'step', ...record, ...step }),
        // Mutations of one document run one after the other, so what was sent meanwhile is this one's.
        end: (outcome) =>
          log.info({ phase: 'result', ...record, scopes, ...outcome, upstream: calls.writes.slice(before) }),
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
