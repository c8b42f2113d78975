import type { z } from 'zod';
import { AUTHENTICATION, authenticationFault } from './authentication.ts';
import { AWS } from './aws.ts';
import { CACHE } from './cache.ts';
import { checkNames } from './check-names.ts';
import { CONSOLE, consoleFault } from './console.ts';
import { HISTORY } from './history.ts';
import { LIMITS } from './limits.ts';
import { LIVE } from './live.ts';
import { MUTATIONS } from './mutations.ts';
import { PERSISTED_OPERATIONS } from './persisted-operations.ts';
import { PROXIES } from './proxies.ts';
import { SERVER } from './server.ts';
import { STORE, storeFault } from './store.ts';
import { TELEMETRY } from './telemetry.ts';
import { ConfigError, type Environment, type Variable } from './variable.ts';

export { ConfigError } from './variable.ts';

/** The variables by subject, in the order of `--help` and docs/configuration.md. */
const SUBJECTS = {
  'HTTP server': SERVER,
  AWS,
  Mutations: MUTATIONS,
  Authentication: AUTHENTICATION,
  'Live sessions': LIVE,
  Store: STORE,
  History: HISTORY,
  'Web console': CONSOLE,
  Cache: CACHE,
  Limits: LIMITS,
  'Persisted operations': PERSISTED_OPERATIONS,
  'Logs, metrics and traces': TELEMETRY,
  Proxies: PROXIES,
} as const satisfies Record<string, Record<string, Variable<unknown>>>;

const VARIABLES = {
  ...SERVER,
  ...AWS,
  ...MUTATIONS,
  ...AUTHENTICATION,
  ...LIVE,
  ...STORE,
  ...HISTORY,
  ...CONSOLE,
  ...CACHE,
  ...LIMITS,
  ...PERSISTED_OPERATIONS,
  ...TELEMETRY,
  ...PROXIES,
} as const satisfies Record<string, Variable<unknown>>;

export type Config = { readonly [Key in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Key]['parser']> };

/**
 * Parses the environment. An empty variable counts as not set.
 *
 * @throws ConfigError for the first variable that is unknown or not allowed, by itself or with the others
 */
export function parseConfig(environment: Environment): Config {
  checkNames(environment, variableNames());
  const entries = Object.entries(VARIABLES).map(([key, variable]) => [key, parseVariable(variable, environment)]);
  const config = Object.fromEntries(entries) as Config;
  const fault = authenticationFault(config, environment) ?? storeFault(config) ?? consoleFault(config);
  if (fault !== null) throw new ConfigError(fault);
  return config;
}

function parseVariable(variable: Variable<unknown>, environment: Environment) {
  const { alias, name } = variable;
  const text =
    (alias !== undefined && environment[alias]) ||
    environment[name] ||
    (variable.fallbackIn?.(environment) ?? variable.fallback);
  const { success, data, error } = variable.parser.safeParse(text);
  if (success) return data;
  throw badValue(variable, text, variable.explained ? ` (${explain(error)})` : '');
}

function badValue({ name, allowed, secret }: Variable<unknown>, text: string, reason = ''): ConfigError {
  const shown = secret ? '(not shown)' : JSON.stringify(text);
  return new ConfigError(`${name} is ${shown}; it must be ${allowed.replaceAll('`', '"')}${reason}.`);
}

/** Names the part of a structured value that is not allowed: `[0].regions must not be empty`. */
function explain({ issues: [issue] }: z.ZodError): string {
  const path = issue?.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `${path} ${issue?.message}`.trim();
}

/** Creates the error of a value that is valid text but cannot be used, such as a file that cannot be read. */
export function cannotUse(key: keyof Config, text: string, reason?: string): ConfigError {
  return badValue(VARIABLES[key], text, reason && ` (${reason})`);
}

export type ConfigRow = readonly [name: string, fallback: string, allowed: string, meaning: string];

/** Returns the variables as rows of text by subject, for `--help` and docs/configuration.md. */
export function configSubjects(): readonly { readonly subject: string; readonly rows: readonly ConfigRow[] }[] {
  return Object.entries(SUBJECTS).map(([subject, variables]) => ({
    subject,
    rows: Object.values<Variable<unknown>>(variables).map(
      ({ name, fallback, allowed, meaning }): ConfigRow => [name, fallback, allowed, meaning],
    ),
  }));
}

/** Returns the rows of all subjects. */
export function configRows(): readonly ConfigRow[] {
  return configSubjects().flatMap(({ rows }) => rows);
}

/** Returns the names of all variables, aliases included. */
export function variableNames(): readonly string[] {
  return Object.values<Variable<unknown>>(VARIABLES).flatMap(({ name, alias }) => (alias ? [name, alias] : [name]));
}

/** Returns the text of `npm start -- --help`. */
export function helpText(): string {
  const subjects = configSubjects().flatMap(({ subject, rows }) => [`${subject}:`, '', ...rows.map(helpOf), '']);
  const lines = [
    'Usage: npm start [-- --help]',
    '',
    'The session gateway is configured by environment variables.',
    '',
    ...subjects,
  ];
  return lines.join('\n').replaceAll('`', '');
}

function helpOf([name, fallback, allowed, meaning]: ConfigRow): string {
  const fallbackText = fallback === '' ? 'not set' : fallback;
  return [`  ${name}`, `      ${meaning}`, `      ${allowed}; ${fallbackText} by default`].join('\n');
}
