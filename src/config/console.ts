import { z } from 'zod';

/** Variables of the web console. */
export const CONSOLE = {
  console: {
    name: 'GATEWAY_CONSOLE',
    fallback: 'on',
    allowed: '`on` or `off`',
    meaning:
      '`on`: serves the web console on `/`. Its files are public; what it shows needs the OAuth scopes of the API. `off`: `/` is not found.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
} as const;
