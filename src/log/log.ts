import { type DestinationStream, type Logger, pino } from 'pino';
import { currentRequest } from './current-request.ts';
import { errorRecord } from './error-record.ts';

export type Log = Logger;

export interface LogOptions {
  /** True to redact the members that name users, and the messages of errors, which may name them. */
  readonly redactUsers?: boolean;
}

/** Top-level members of log lines that name users. */
const USERS = ['caller', 'user', 'userName', 'userId', 'owner', 'sub', 'address'];

/**
 * Creates the log: one JSON line per record, with the time as RFC 3339 and the id of its request. Records are for operators;
 * clients never see them.
 */
export function createLog(
  level: string,
  destination?: DestinationStream,
  { redactUsers = false }: LogOptions = {},
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: requestFields,
      serializers: { err: (error: unknown) => errorRecord(error, redactUsers) },
      ...(redactUsers && { redact: { paths: USERS, censor: '[redacted]' } }),
    },
    destination ?? pino.destination({ sync: true }),
  );
}

function requestFields(): object {
  const current = currentRequest.getStore();
  return current ? { requestId: current.requestId } : {};
}
