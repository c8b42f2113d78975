import { z } from 'zod';
import { integer } from './integer.ts';

/** Creates the variable of a limit. */
const most = <Name extends string>(name: Name, fallback: string, meaning: string) => ({
  name: `GATEWAY_MAX_${name}` as const,
  fallback,
  allowed: 'a whole number from 1 to 1000000',
  meaning,
  parser: integer(1, 1_000_000),
});

/**
 * Variables of limits, which reject requests before execution. The introspection query of graphql-js, which tools send, is 15 deep and has
 * 190 tokens and 230 fields at most; every field of everything in one query is some 410 tokens and 240 fields (2026-11).
 */
export const LIMITS = {
  maxCost: most(
    'COST',
    '5000',
    'Most AWS calls of one operation, as estimated before execution: each of the `first` items of a list counts.',
  ),
  maxDepth: most(
    'DEPTH',
    '25',
    'Greatest depth of a query, in fields, and of each of its values, in lists and objects.',
  ),
  maxAliases: most('ALIASES', '200', 'Most aliases of a query; those of a fragment count at each use.'),
  maxDirectives: most('DIRECTIVES', '200', 'Most directives of a query; those of a fragment count at each use.'),
  maxFields: most('FIELDS', '2000', 'Most fields of a query; those of a fragment count at each use.'),
  maxRepeatedFields: most(
    'REPEATED_FIELDS',
    '500',
    'Most fields that are selected more than once, as by several fragments of one page.',
  ),
  maxMutations: most('MUTATIONS', '10', 'Most mutations of one request.'),
  maxValues: most('VALUES', '5000', 'Most values in the variables of a request.'),
  maxAnswerValues: most(
    'ANSWER_VALUES',
    '250000',
    'Most values (fields and list items) of an answer, as estimated before execution and counted during it.',
  ),
  maxAnswerBytes: {
    name: 'GATEWAY_MAX_ANSWER_BYTES',
    fallback: '16777216',
    allowed: 'a whole number from 1024 to 268435456',
    meaning: 'Most bytes of an answer, approximately, before compression.',
    parser: integer(1_024, 268_435_456),
  },
  maxTokens: most('TOKENS', '2500', 'Most tokens (names, values, punctuation) of a document.'),
  maxDocumentLength: most('DOCUMENT_LENGTH', '100000', 'Most characters of a document.'),
  maxConnections: {
    name: 'GATEWAY_MAX_CONNECTIONS',
    fallback: '1000',
    allowed: 'a whole number from 10 to 100000',
    meaning:
      'Most open connections of clients. One more closes the oldest idle connection of the address that has most of those.',
    parser: integer(10, 100_000),
  },
  maxInFlight: {
    name: 'GATEWAY_MAX_IN_FLIGHT',
    fallback: '40',
    allowed: 'a whole number from 1 to 100000',
    meaning:
      'Most concurrent requests of one caller, or one address. Further requests are queued for `GATEWAY_DEADLINE_MS` at most, then `RATE_LIMITED`.',
    parser: integer(1, 100_000),
  },
  maxStreams: {
    name: 'GATEWAY_MAX_STREAMS',
    fallback: '1000',
    allowed: 'a whole number from 1 to 100000',
    meaning:
      'Most open subscriptions of a process; further ones are `TOO_MANY_STREAMS`. Each over HTTP has a connection: see `GATEWAY_MAX_CONNECTIONS`.',
    parser: integer(1, 100_000),
  },
  maxStreamsPerCaller: {
    name: 'GATEWAY_MAX_STREAMS_PER_CALLER',
    fallback: '20',
    allowed: 'a whole number from 1 to 100000',
    meaning:
      'Most open subscriptions of one caller, or one address, in a process; further ones are `TOO_MANY_STREAMS`.',
    parser: integer(1, 100_000),
  },
  ratePerMinute: {
    name: 'GATEWAY_RATE_PER_MINUTE',
    fallback: '0',
    allowed: 'a whole number from 0 to 1000000',
    meaning:
      'Most requests of one caller, or one address, in a minute, failed ones included. Requests without a valid token count for their address. `0`: unlimited.',
    parser: integer(0, 1_000_000),
  },
  redisUrl: {
    name: 'GATEWAY_REDIS_URL',
    fallback: '',
    allowed: 'a URL that begins with `redis://` or `rediss://`',
    meaning:
      'Redis in which replicas count requests together, for `GATEWAY_RATE_PER_MINUTE`. Not set: in the PostgreSQL database of `GATEWAY_STORE`. Neither, or unreachable: each replica counts its own.',
    secret: true,
    parser: z.string().regex(/^(?:rediss?:\/\/\S+)?$/),
  },
  trustedProxies: {
    name: 'GATEWAY_TRUSTED_PROXIES',
    fallback: '0',
    allowed: 'a whole number from 0 to 10',
    meaning:
      'Number of proxies in front of the gateway that add to `X-Forwarded-For`; the address of a caller is the one that the first of them added.',
    parser: integer(0, 10),
  },
} as const;
