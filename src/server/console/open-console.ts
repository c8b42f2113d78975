import type { Config } from '../../config/config.ts';
import { type Console, noConsole, serveConsole } from './serve-console.ts';

/** Creates the configured console. */
export function openConsole(config: Config): Console {
  const { console, auth, mutations, liveMode } = config;
  if (!console) return noConsole;
  return serveConsole({ authentication: auth, signIn: signInOf(config), mutations, live: liveMode !== 'off' });
}

function signInOf({ consoleIssuer: issuer, consoleClientId: clientId, ...config }: Config) {
  if (issuer === '') return null;
  const { consoleScopes: scopes, consoleAudience: audience, consoleOrigins } = config;
  return { issuer, clientId, scopes, audience, origins: [new URL(issuer).origin, ...consoleOrigins] };
}
