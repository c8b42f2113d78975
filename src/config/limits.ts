import { z } from 'zod';
import { integer } from './integer.ts';

/** How much of something one document may have. */
const most = <Name extends string>(name: Name, fallback: string, meaning: string) => ({
  name: `GATEWAY_MAX_${name}` as const,
  fallback,
  allowed: 'a whole number from 1 to 1000000',
  meaning,
  parser: integer(1, 1_000_000),
});

/**
 * What is refused before anything is executed. The introspection query of graphql-js, which tools send, is 15 deep and has
 * 190 tokens and 230 fields at most; every field of everything in one query is some 410 tokens and 240 fields (2026-11).
 */
export const LIMITS = {
  maxCost: most(
    'COST',
    '5000',
    'How many AWS calls one operation may take, as estimated before it is executed: a list is paid for each of its `first` items.',
  ),
  maxDepth: most('DEPTH', '25', 'How many fields deep a query may nest, and its variables.'),
  maxAliases: most('ALIASES', '200', 'How many aliases a query may have, those of fragments at each use.'),
  maxDirectives: most('DIRECTIVES', '200', 'How many directives a query may have, those of fragments at each use.'),
  maxFields: most('FIELDS', '2000', 'How many fields a query may select, those of fragments at each use.'),
  maxRepeatedFields: most(
    'REPEATED_FIELDS',
    '500',
    'How many of these may be selected already, as fragments of one page do.',
  ),
  maxMutations: most('MUTATIONS', '10', 'How many mutations one request may make.'),
  maxValues: most('VALUES', '5000', 'How many values the variables of a request may hold.'),
  maxAnswerValues: most(
    'ANSWER_VALUES',
    '250000',
    'How many values (fields, and items of lists) an answer may hold, as estimated before it is executed and counted while it is.',
  ),
  maxAnswerBytes: {
    name: 'GATEWAY_MAX_ANSWER_BYTES',
    fallback: '16777216',
    allowed: 'a whole number from 1024 to 268435456',
    meaning: 'How many bytes an answer may have, about, before compression.',
    parser: integer(1_024, 268_435_456),
  },
  maxTokens: most('TOKENS', '2500', 'How many tokens (names, values, punctuation) a document may have.'),
  maxDocumentLength: most('DOCUMENT_LENGTH', '100000', 'How many characters a document may have.'),
  maxConnections: {
    name: 'GATEWAY_MAX_CONNECTIONS',
    fallback: '1000',
    allowed: 'a whole number from 10 to 100000',
    meaning:
      'How many connections clients may have open. For one more the oldest that is idle is closed, of the address that has most of those.',
    parser: integer(10, 100_000),
  },
  maxInFlight: {
    name: 'GATEWAY_MAX_IN_FLIGHT',
    fallback: '40',
    allowed: 'a whole number from 1 to 100000',
    meaning:
      'How many requests of one caller, or one address, are answered at the same time. More wait for their turn, for `GATEWAY_DEADLINE_MS` at most; then they are `RATE_LIMITED`.',
    parser: integer(1, 100_000),
  },
  ratePerMinute: {
    name: 'GATEWAY_RATE_PER_MINUTE',
    fallback: '0',
    allowed: 'a whole number from 0 to 1000000',
    meaning:
      'How many requests one caller, or one address, may make in a minute, whatever comes of them: those without a token that is accepted count for their address. `0`: as many as they like.',
    parser: integer(0, 1_000_000),
  },
  redisUrl: {
    name: 'GATEWAY_REDIS_URL',
    fallback: '',
    allowed: 'a URL that begins with `redis://` or `rediss://`',
    meaning: 'Where replicas count the requests of a minute together. Not set, or not to be reached: each by itself.',
    secret: true,
    parser: z.string().regex(/^(?:rediss?:\/\/\S+)?$/),
  },
  trustedProxies: {
    name: 'GATEWAY_TRUSTED_PROXIES',
    fallback: '0',
    allowed: 'a whole number from 0 to 10',
    meaning:
      'How many proxies stand before the gateway and add to `X-Forwarded-For`; the address of a caller is what the first of them saw.',
    parser: integer(0, 10),
  },
  persistedOperations: {
    name: 'GATEWAY_PERSISTED_OPERATIONS',
    fallback: '',
    allowed: "the path of a manifest in Relay's or Apollo's format, with operations of this schema",
    meaning: 'Operations that clients may send by id.',
    parser: z.string(),
  },
  persistedOnly: {
    name: 'GATEWAY_PERSISTED_OPERATIONS_ONLY',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning: '`on`: nothing but these is executed; a document in a request is `FORBIDDEN`, and GraphiQL is off.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
} as const;
