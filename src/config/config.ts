import { z } from 'zod';
import { AUTHENTICATION, authenticationFault } from './authentication.ts';
import { awsAccountsParser, IDENTITY_DOMAIN } from './aws-accounts.ts';
import { CACHE } from './cache.ts';
import { integer } from './integer.ts';
import { LIMITS } from './limits.ts';
import { PROXIES } from './proxies.ts';
import { TELEMETRY } from './telemetry.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One environment variable: its name, what it means, what it may be, and what it is when it is not set. */
interface Variable<Value> {
  readonly name: string;
  /** Another name that it may have; where both are set, this one counts. */
  readonly alias?: string;
  /** As shown in the table; the parser has the last word. */
  readonly fallback: string;
  /** Where the fallback depends on another variable. */
  readonly fallbackIn?: (environment: Environment) => string;
  readonly allowed: string;
  readonly meaning: string;
  /** A secret's value is never repeated in a message. */
  readonly secret?: true;
  /** Whether the parser's own words say which part of the value is not as it must be. */
  readonly explained?: true;
  readonly parser: z.ZodType<Value, string>;
}

/** The values of AppStream's `AuthenticationType` (service model, 2026-08). */
const AUTHENTICATION_TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const;

const VARIABLES = {
  port: {
    name: 'PORT',
    fallback: '4000',
    allowed: 'a whole number from 0 to 65535',
    meaning: 'Where to listen. `0` picks a free port, which the first log line names.',
    parser: integer(0, 65_535),
  },
  host: {
    name: 'HOST',
    fallback: '127.0.0.1',
    allowed: 'a host name or IP address',
    meaning: 'The address to listen on.',
    parser: z.string().regex(/^[\w.:-]+$/),
  },
  ...AUTHENTICATION,
  aws: {
    name: 'GATEWAY_AWS',
    fallback: 'emulator',
    allowed: '`emulator` or `live`',
    meaning:
      '`emulator`: start the embedded emulator and use it. `live`: use the AWS SDK as it is configured, by all of its own variables: `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SSM` …',
    parser: z.enum(['emulator', 'live']),
  },
  awsAccounts: {
    name: 'GATEWAY_AWS_ACCOUNTS',
    fallback: '',
    allowed:
      'a JSON list of `{"accountId"?, "regions": [..], "roleArn"?, "externalId"?, "profile"?, "identityDomain"?}`, each account and region once',
    meaning:
      'Every account and region that the gateway reads, the role or profile by which it gets there, and the `identityDomain` that completes bare user names of it. Not set: the one of the environment.',
    explained: true,
    parser: awsAccountsParser,
  },
  mutations: {
    name: 'GATEWAY_MUTATIONS',
    fallback: 'on; with live: off',
    fallbackIn: ({ GATEWAY_AWS }) => (GATEWAY_AWS === 'live' ? 'off' : 'on'),
    allowed: '`on` or `off`',
    meaning: 'Whether mutations change anything. `off`: they answer `FORBIDDEN`, and nothing reaches AWS.',
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  auditLog: {
    name: 'GATEWAY_AUDIT_LOG',
    fallback: 'stdout',
    allowed: '`stdout` or the path of a file that can be written',
    meaning:
      'Where mutations are written down: JSON lines before each, of its steps and after it, with `"log":"audit"`. A file is appended to, and reopened on SIGHUP. What cannot be written down is not done.',
    parser: z.string(),
  },
  deadlineMs: {
    name: 'GATEWAY_DEADLINE_MS',
    fallback: '9500',
    allowed: 'a whole number from 100 to 300000',
    meaning: 'How long one GraphQL request may wait for AWS, in milliseconds; what is late is `UPSTREAM_TIMEOUT`.',
    parser: integer(100, 300_000),
  },
  drainDelayMs: {
    name: 'GATEWAY_DRAIN_DELAY_MS',
    fallback: '0',
    allowed: 'a whole number from 0 to 300000',
    meaning:
      'How long requests are still taken after SIGTERM, in milliseconds, while `/ready` answers 503 already: as long as a load balancer takes to notice.',
    parser: integer(0, 300_000),
  },
  ...CACHE,
  authenticationTypes: {
    name: 'GATEWAY_APPSTREAM_AUTH_TYPES',
    fallback: AUTHENTICATION_TYPES.join(','),
    allowed: `some of \`${AUTHENTICATION_TYPES.join(',')}\``,
    meaning:
      'How the users of AppStream come in, with commas between. Each is a call more for every stack and fleet; sessions of a type that is left out are not seen.',
    parser: z
      .string()
      .transform((list) => list.split(',').map((type) => type.trim()))
      .pipe(z.array(z.enum(AUTHENTICATION_TYPES)).transform((types) => [...new Set(types)])),
  },
  identityDomain: {
    name: 'GATEWAY_IDENTITY_DOMAIN',
    fallback: '',
    allowed: 'a domain name',
    meaning:
      'What a bare user name is completed with, unless the entry of its account in `GATEWAY_AWS_ACCOUNTS` has an `identityDomain`: with `example.com`, `alice` and `alice@example.com` are one person. Not set: two.',
    parser: z.string().regex(IDENTITY_DOMAIN),
  },
  cursorSecret: {
    name: 'GATEWAY_CURSOR_SECRET',
    fallback: '',
    allowed: 'at least 16 characters',
    meaning:
      'Signs the cursors, and encrypts those of callers who see their own sessions only. Give every replica the same; a new one makes the cursors that clients hold invalid. Not set: a random one, so that cursors end with the process and are invalid in other replicas.',
    secret: true,
    parser: z.string().refine((secret) => secret === '' || secret.length >= 16),
  },
  ...LIMITS,
  logLevel: {
    name: 'GATEWAY_LOG_LEVEL',
    fallback: 'info',
    allowed: '`debug`, `info`, `warn`, `error` or `silent`',
    meaning: 'The least level that is logged. One line a request is `info`.',
    parser: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  ...PROXIES,
  ...TELEMETRY,
} as const satisfies Record<string, Variable<unknown>>;

export type Config = { readonly [Key in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Key]['parser']> };

/** A variable that stops the start. The message is one line: the variable, its value, what is allowed. */
export class ConfigError extends Error {}

/** @throws ConfigError for the first variable that is not as it must be, by itself or beside others; an empty one counts as not set. */
export function parseConfig(environment: Environment): Config {
  const entries = Object.entries(VARIABLES).map(([key, variable]) => [key, parseVariable(variable, environment)]);
  const config = Object.fromEntries(entries) as Config;
  const fault = authenticationFault(config, Boolean(environment.GATEWAY_AUTH));
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

/** Where a structured value is wrong, and how: `[0].regions must not be empty`. */
function explain({ issues: [issue] }: z.ZodError): string {
  const path = issue?.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `${path} ${issue?.message}`.trim();
}

/** The same error for a value whose fault shows only when it is used. */
export function cannotUse(key: keyof Config, text: string, reason?: string): ConfigError {
  return badValue(VARIABLES[key], text, reason && ` (${reason})`);
}

/** The variables as rows of text: name, default, allowed, meaning. README and `--help` are made of them. */
export function configRows(): readonly (readonly [name: string, fallback: string, allowed: string, meaning: string])[] {
  return Object.values(VARIABLES).map(({ name, fallback, allowed, meaning }) => [name, fallback, allowed, meaning]);
}

/** What `npm start -- --help` prints. */
export function helpText(): string {
  const rows = configRows().map(([name, fallback, allowed, meaning]) =>
    [`  ${name}`, `      ${meaning}`, `      ${allowed}; ${fallback === '' ? 'not set' : fallback} by default`].join(
      '\n',
    ),
  );
  const lines = [
    'Usage: npm start',
    '',
    'The session gateway is configured by environment variables:',
    '',
    ...rows,
    '',
  ];
  return lines.join('\n').replaceAll('`', '');
}
