import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines, one a record, with times as RFC 3339. What a record says is for operators: clients never see it. */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ sync: true }),
  );
}
