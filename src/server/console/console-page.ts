import { type ConsoleFile, type ConsoleFiles, consoleFile } from './console-files.ts';

/** Settings of the gateway that the console needs before its first request. */
export interface ConsoleSettings {
  readonly authentication: 'none' | 'jwt';
  /** Settings by which a browser signs in; null: it cannot. */
  readonly signIn: SignInSettings | null;
  readonly mutations: boolean;
  readonly live: boolean;
  /** False where only persisted operations are executed. */
  readonly graphiql: boolean;
}

/** OpenID Connect client of the console. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: string;
  /** Empty: none is sent. */
  readonly audience: string;
  /** Origins of the issuer's endpoints. */
  readonly origins: readonly string[];
}

/** Page of the console with its content security policy. */
export interface ConsolePage {
  readonly file: ConsoleFile;
  readonly contentSecurityPolicy: string;
}

/** Page of a gateway whose console is not built: a checkout without development dependencies. */
const NOT_BUILT = '<!doctype html><title>Session Gateway</title><p>The console is not built: run npm run console.</p>';

/** Puts the settings into the page, which saves the console a request before the first one. */
export function consolePage(files: ConsoleFiles, settings: ConsoleSettings): ConsolePage {
  const html = String(files.get('/index.html')?.bodies.get('identity') ?? NOT_BUILT);
  const content = escapeAttribute(JSON.stringify(settings));
  const page = html.replace(/(<meta name="gateway-settings" content=")[^"]*"/, (_tag, start) => `${start}${content}"`);
  return { file: consoleFile('text/html; charset=utf-8', Buffer.from(page)), contentSecurityPolicy: policy(settings) };
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Allows the console's own scripts, styles and requests, those of signing in, and no framing. */
function policy({ signIn }: ConsoleSettings): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    // Cloudscape's style sheet holds its fonts.
    "font-src 'self' data:",
    ["connect-src 'self'", ...(signIn?.origins ?? [])].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
