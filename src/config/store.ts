import { z } from 'zod';

/** Where history and the last state of live sessions are stored. */
export type StoreTarget =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Variables of the store. */
export const STORE = {
  store: {
    name: 'GATEWAY_STORE',
    fallback: 'memory',
    allowed: '`memory`, `sqlite:/path` or `postgres://user@host:port/database`',
    meaning:
      'Where history, and what live sessions begin with after a restart, is stored. `memory`: the latest 50,000 ended sessions, for as long as the process lives. `sqlite:/path`: a file that one process uses. `postgres://…`: a PostgreSQL database, 13 or later.',
    secret: true,
    parser: z.string().transform((text, context): StoreTarget => {
      const target = parseStore(text);
      if (target) return target;
      context.addIssue({ code: 'custom', message: 'not a store' });
      return z.NEVER;
    }),
  },
  storePasswordFile: {
    name: 'GATEWAY_STORE_PASSWORD_FILE',
    fallback: '',
    allowed: 'the path of a file',
    meaning:
      'File with the password of the PostgreSQL user, which is read for each connection. Not set: that of the URL, or none.',
    parser: z.string(),
  },
} as const;

function parseStore(text: string): StoreTarget | null {
  if (text === 'memory') return { kind: 'memory' };
  const path = /^sqlite:(?!\/\/)(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  const isUrl = /^postgres(?:ql)?:\/\/[^/]+\/./.test(text) && URL.canParse(text);
  return isUrl ? { kind: 'postgres', url: text } : null;
}
