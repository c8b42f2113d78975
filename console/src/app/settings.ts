/** Settings that the gateway writes into the page. */
export interface Settings {
  readonly authentication: 'none' | 'jwt';
  /** How to sign in; null without authentication, or where no issuer is configured. */
  readonly signIn: { readonly issuer: string; readonly clientId: string; readonly scopes: string } | null;
  readonly mutations: boolean;
  readonly live: boolean;
}

const DEFAULTS: Settings = { authentication: 'none', signIn: null, mutations: true, live: true };

/** Reads the settings of the page; the defaults with Vite's development server. */
export function readSettings(): Settings {
  const content = document.querySelector('meta[name=gateway-settings]')?.getAttribute('content') ?? '{}';
  return { ...DEFAULTS, ...(JSON.parse(content) as Partial<Settings>) };
}

export const settings = readSettings();
