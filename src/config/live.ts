import { z } from 'zod';
import { integer } from './integer.ts';
import type { Environment } from './variable.ts';

const isLive = ({ GATEWAY_AWS }: Environment) => GATEWAY_AWS === 'live';
/** A store that outlives the process records history without gaps. */
const isStored = ({ GATEWAY_STORE }: Environment) => Boolean(GATEWAY_STORE) && GATEWAY_STORE !== 'memory';

/** Variables of live sessions: how often AWS is scanned for them. */
export const LIVE = {
  liveMode: {
    name: 'GATEWAY_LIVE',
    fallback: 'always; with live and memory: demand',
    fallbackIn: (environment: Environment) => (isLive(environment) && !isStored(environment) ? 'demand' : 'always'),
    allowed: '`always`, `demand` or `off`',
    meaning:
      '`always`: sources of sessions are scanned all the time. `demand`: while live sessions are queried, and 60 s more. `off`: `liveSessions` is not available, and nothing is scanned.',
    parser: z.enum(['always', 'demand', 'off']),
  },
  liveCallsPerSecond: {
    name: 'GATEWAY_LIVE_CALLS_PER_SECOND',
    fallback: '100; with live: 2',
    fallbackIn: (environment: Environment) => (isLive(environment) ? '2' : '100'),
    allowed: 'a whole number from 1 to 1000',
    meaning:
      'Most AWS calls that scans make in any second, per account, region and service, the first scan included. Where AWS throttles, half of the rate that it accepts, if that is less.',
    parser: integer(1, 1_000),
  },
  liveMaxAgeS: {
    name: 'GATEWAY_LIVE_MAX_AGE_S',
    fallback: '60',
    allowed: 'a whole number from 10 to 3600',
    meaning:
      'Age in seconds from which a source is `STALE` and its sessions are `unverified`. Scans aim to stay below it, at intervals of at most two thirds of it.',
    parser: integer(10, 3_600),
  },
} as const;
