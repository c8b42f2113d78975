import { type DestinationStream, type Logger, pino } from 'pino';
import { currentRequest } from './current-request.ts';
import { errorRecord } from './error-record.ts';

export type Log = Logger;

export interface LogOptions {
  /** Whether lines say nothing of who: neither the members that name people nor the texts of errors, which may. */
  readonly redactUsers?: boolean;
}

/** Members that name somebody, wherever a line has them on top. */
const USERS = ['caller', 'user', 'userName', 'userId', 'owner', 'sub', 'address'];

/**
 * JSON lines, one a record, with times as RFC 3339, and the id of the request that each is about. What a record says
 * is for operators: clients never see it.
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
