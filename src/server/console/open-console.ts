import type { Config } from '../../config/config.ts';
import { type Console, noConsole, serveConsole } from './serve-console.ts';

/** Creates the configured console. */
export function openConsole(config: Config): Console {
  const { console, auth: authentication, mutations, liveMode, persistedOnly } = config;
  if (!console) return noConsole;
  const live = liveMode !== 'off';
  return serveConsole({ authentication, signIn: signInOf(config), mutations, live, graphiql: !persistedOnly });
}

function signInOf({ consoleIssuer: issuer, consoleClientId: clientId, ...config }: Config) {
  if (issuer === '') return null;
  const { consoleScopes: scopes, consoleAudience: audience, consoleOrigins } = config;
  return { issuer, clientId, scopes, audience, origins: [new URL(issuer).origin, ...consoleOrigins] };
}
