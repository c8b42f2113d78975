import { z } from 'zod';

/** Place where history and the last state of live sessions are stored. */
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

/** Store, and the variables that a shared one requires. */
interface WithStore {
  readonly store: StoreTarget;
  readonly cursorSecret: string;
  readonly liveMode: string;
}

/** Returns what is wrong with a store and the other variables together, in one line; null if nothing is. */
export function storeFault({ store, cursorSecret, liveMode }: WithStore): string | null {
  if (store.kind !== 'postgres') return null;
  if (cursorSecret === '')
    return 'GATEWAY_CURSOR_SECRET is not set; with GATEWAY_STORE=postgres:// it must be the same in all replicas, at least 16 characters.';
  if (liveMode === 'demand')
    return 'GATEWAY_LIVE is "demand"; with GATEWAY_STORE=postgres:// it must be "always" or "off", because replicas read for each other.';
  return null;
}
