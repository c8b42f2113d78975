import type { Config } from '../../config/config.ts';
import { type Console, noConsole, serveConsole } from './serve-console.ts';

/** Creates the configured console. */
export function openConsole({ console, auth, mutations, liveMode }: Config): Console {
  if (!console) return noConsole;
  return serveConsole({ authentication: auth, signIn: null, mutations, live: liveMode !== 'off' });
}
