import { integer } from './integer.ts';

/** Variables of history: how long records of sessions are stored. */
export const HISTORY = {
  historyDays: {
    name: 'GATEWAY_HISTORY_DAYS',
    fallback: '90',
    allowed: 'a whole number from 0 to 3650',
    meaning:
      'Days after their end for which records of sessions are stored, with the names of their users. `0`: no history; `sessionHistory` and `sessionUsage` are not available.',
    parser: integer(0, 3_650),
  },
  usageDays: {
    name: 'GATEWAY_USAGE_DAYS',
    fallback: '400',
    allowed: 'a whole number from 1 to 3650',
    meaning:
      'Days for which hourly sums of use are stored, without names; also the longest window of `sessionHistory` and `sessionUsage`. Not shorter than `GATEWAY_HISTORY_DAYS`: the greater of both counts.',
    parser: integer(1, 3_650),
  },
} as const;
