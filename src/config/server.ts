import { z } from 'zod';
import { integer } from './integer.ts';

/** Variables of the HTTP server and its requests. */
export const SERVER = {
  port: {
    name: 'PORT',
    fallback: '4000',
    allowed: 'a whole number from 0 to 65535',
    meaning: 'The port to listen on. `0` picks a free port, which the first log line names.',
    parser: integer(0, 65_535),
  },
  host: {
    name: 'HOST',
    fallback: '127.0.0.1',
    allowed: 'a host name or IP address',
    meaning: 'The address to listen on.',
    parser: z.string().regex(/^[\w.:-]+$/),
  },
  deadlineMs: {
    name: 'GATEWAY_DEADLINE_MS',
    fallback: '9500',
    allowed: 'a whole number from 100 to 300000',
    meaning: 'Deadline of a GraphQL request, in milliseconds. An AWS call that exceeds it is `UPSTREAM_TIMEOUT`.',
    parser: integer(100, 300_000),
  },
  drainDelayMs: {
    name: 'GATEWAY_DRAIN_DELAY_MS',
    fallback: '0',
    allowed: 'a whole number from 0 to 300000',
    meaning:
      'How long requests are still accepted after SIGTERM, in milliseconds, while `/ready` answers 503: as long as your load balancer takes to notice.',
    parser: integer(0, 300_000),
  },
  cursorSecret: {
    name: 'GATEWAY_CURSOR_SECRET',
    fallback: '',
    allowed: 'at least 16 characters',
    meaning:
      'Signs cursors, and encrypts those of callers with `sessions:read:own`. Set the same in all replicas; a new secret invalidates the cursors that clients hold. Not set: a random one, so that cursors are invalid in other replicas and after a restart.',
    secret: true,
    parser: z.string().refine((secret) => secret === '' || secret.length >= 16),
  },
} as const;
