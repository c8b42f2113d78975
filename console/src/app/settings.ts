/** OpenID Connect client that the console is. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: string;
  /** Empty: none is sent. */
  readonly audience: string;
}

/** Settings that the gateway writes into the page. */
export interface Settings {
  readonly authentication: 'none' | 'jwt';
  /** Client for signing in; null without authentication, or where no issuer is configured. */
  readonly signIn: SignInSettings | null;
  readonly mutations: boolean;
  readonly live: boolean;
  /** False where the gateway has no GraphiQL. */
  readonly graphiql: boolean;
}

const DEFAULTS: Settings = { authentication: 'none', signIn: null, mutations: true, live: true, graphiql: true };

/** Reads the settings of the page; the defaults with Vite's development server. */
export function readSettings(): Settings {
  const content = document.querySelector('meta[name=gateway-settings]')?.getAttribute('content') ?? '{}';
  return { ...DEFAULTS, ...(JSON.parse(content) as Partial<Settings>) };
}

export const settings = readSettings();
