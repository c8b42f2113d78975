import { z } from 'zod';
import type { Environment } from './variable.ts';

/** Variables of mutations and their audit log. */
export const MUTATIONS = {
  mutations: {
    name: 'GATEWAY_MUTATIONS',
    fallback: 'on; with live: off',
    fallbackIn: ({ GATEWAY_AWS }: Environment) => (GATEWAY_AWS === 'live' ? 'off' : 'on'),
    allowed: '`on` or `off`',
    meaning: '`off`: mutations are `FORBIDDEN` and call nothing in AWS.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  auditLog: {
    name: 'GATEWAY_AUDIT_LOG',
    fallback: 'stdout',
    allowed: '`stdout` or the path of a file that can be written',
    meaning:
      'Where audit records of mutations are written: JSON lines with `"log":"audit"`, before a mutation, for each of its steps and after it. A file is appended to, and reopened on SIGHUP. A mutation whose record cannot be written is not executed.',
    parser: z.string(),
  },
} as const;
