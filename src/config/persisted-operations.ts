import { z } from 'zod';

/** Variables of persisted operations. */
export const PERSISTED_OPERATIONS = {
  persistedOperations: {
    name: 'GATEWAY_PERSISTED_OPERATIONS',
    fallback: '',
    allowed: "the path of a manifest in Relay's or Apollo's format, with operations of this schema",
    meaning: 'Manifest of the operations that clients may send by id.',
    parser: z.string(),
  },
  persistedOnly: {
    name: 'GATEWAY_PERSISTED_OPERATIONS_ONLY',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning:
      '`on`: only these operations and those of the console are executed. A request with another document is `FORBIDDEN`, and GraphiQL is off.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
} as const;
