import { parseArgs } from 'node:util';
import type { Throttle } from './faults/throttling.ts';
import { defaultQuirks, type Quirks } from './quirks/quirks.ts';
import { defaultAccountId, defaultRegion, defaultSize, type WorldSize } from './world/seed.ts';

/** A command line that stops the start. The message is one line: the option, its value, what is allowed. */
export class OptionError extends Error {}

export interface Options {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly accountId: string;
  readonly region: string;
  readonly size: WorldSize;
  readonly still: boolean;
  readonly quirks: Partial<Quirks>;
  readonly throttles: readonly Throttle[];
}

/** An option: its default as text, what it may be, what it means. */
interface Option {
  readonly fallback: string;
  readonly allowed: string;
  readonly pattern: RegExp;
  readonly meaning: string;
}

const whole = (fallback: number, max: number, meaning: string): Option => ({
  fallback: String(fallback),
  allowed: `a whole number up to ${max}`,
  pattern: /^\d+$/,
  meaning,
});
const list = (allowed: string, pattern: RegExp, meaning: string): Option => ({
  fallback: '',
  allowed,
  pattern,
  meaning,
});

const OPTIONS = {
  host: {
    fallback: '127.0.0.1',
    allowed: 'a host name or IP address',
    pattern: /^[\w.:-]+$/,
    meaning: 'where to listen',
  },
  port: whole(4566, 65_535, 'where to listen; 0 picks a free port'),
  seed: whole(1, 4_294_967_295, 'the same seed gives the same world'),
  account: { fallback: defaultAccountId, allowed: 'twelve digits', pattern: /^\d{12}$/, meaning: 'whose world it is' },
  region: {
    fallback: defaultRegion,
    allowed: 'an AWS region',
    pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
    meaning: 'where the world is',
  },
  fleets: whole(defaultSize.fleets, 1_000, 'AppStream fleets'),
  stacks: whole(defaultSize.stacks, 1_000, 'AppStream stacks'),
  sessions: whole(defaultSize.sessions, 100_000, 'sessions of the three services together'),
  pools: whole(defaultSize.pools, 1_000, 'WorkSpaces pools'),
  nodes: whole(defaultSize.nodes, 10_000, 'SSM managed nodes'),
  workspaces: whole(defaultSize.workspaces, 100_000, 'personal WorkSpaces'),
  latency: whole(0, 60_000, 'milliseconds added to every answer'),
  'empty-page-every': {
    ...whole(0, 1_000, 'every n-th page is empty and has a NextToken; 0 is off'),
    // A list of empty pages only would have no end.
    allowed: '0 or a whole number from 2 up to 1000',
    pattern: /^(?!0*1$)\d+$/,
  },
  'repeated-items': whole(0, 100, 'so many of the last items of a page stand on the next one, too'),
  'looping-tokens': whole(0, 100, 'so many NextTokens come again and again; 0 is off'),
  'token-length': whole(0, 10_000, 'NextTokens have at least so many characters'),
  'token-lifetime': whole(defaultQuirks.tokenLifetime, 86_400_000, 'milliseconds until a NextToken is refused'),
  'termination-delay': whole(0, 3_600_000, 'milliseconds until the lists show the accepted end of a session'),
  'unsized-page-length': {
    ...whole(defaultQuirks.unsizedPageLength, 1_000, 'items on a page where AWS sizes it'),
    allowed: 'a whole number from 1 up to 1000',
    pattern: /^0*[1-9]\d*$/,
  },
  throttle: list(
    'SERVICE:RATE:BURST',
    /^(appstream|ssm|workspaces|sts):\d+(\.\d+)?:\d+$/,
    'a token bucket: calls a second, calls at once',
  ),
  absent: list(
    'member names with commas',
    /^\w+(,\w+)*$/,
    'members left out of every answer: ConnectionState,StartTime',
  ),
  newer: list('MEMBER=VALUE', /^\w+=\w+$/, 'a value newer than the SDK: State=HIBERNATING'),
} as const satisfies Record<string, Option>;

const SWITCHES = {
  'fixed-page-ends': 'the page of a token ends where it ended the first time, though items ended since',
  'token-after-last-page': 'a full last page has a NextToken, and the page behind it is empty',
  'empty-string-as-last-token': 'the last NextToken is "" in place of none',
  'lenient-batches': 'an unknown name in a batch is left out; otherwise it fails the whole call',
  'everybody-by-default': 'AppStream DescribeSessions without AuthenticationType lists everybody, not API users only',
  'terminating-ended-succeeds': 'TerminateSession of an ended session succeeds, as it did before 2026',
  'terminating-is-active': 'SSM lists a session that is Terminating among the active ones, not in the history',
  still: 'nothing happens by itself: no session begins or ends',
  help: 'this text',
} as const;

/** @throws OptionError for an option that is not as it must be */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const values = readArgs(args);
  if (values.help) return 'help';
  const text = (name: keyof typeof OPTIONS) => values[name] as string;
  const number = (name: keyof typeof OPTIONS) => Number(text(name));
  return {
    host: text('host'),
    port: number('port'),
    seed: number('seed'),
    accountId: text('account'),
    region: text('region'),
    size: {
      fleets: number('fleets'),
      stacks: number('stacks'),
      sessions: number('sessions'),
      pools: number('pools'),
      nodes: number('nodes'),
      workspaces: number('workspaces'),
    },
    still: values.still === true,
    quirks: {
      latency: number('latency'),
      emptyPageEvery: number('empty-page-every'),
      repeatedItems: number('repeated-items'),
      loopingTokens: number('looping-tokens'),
      fixedPageEnds: values['fixed-page-ends'] === true,
      tokenLength: number('token-length'),
      tokenLifetime: number('token-lifetime'),
      unsizedPageLength: number('unsized-page-length'),
      tokenAfterLastPage: values['token-after-last-page'] === true,
      emptyStringAsLastToken: values['empty-string-as-last-token'] === true,
      unknownNameFailsBatch: values['lenient-batches'] !== true,
      sessionsDefaultToApiUsers: values['everybody-by-default'] !== true,
      terminatingEndedSessionFails: values['terminating-ended-succeeds'] !== true,
      terminatingIsActive: values['terminating-is-active'] === true,
      terminationDelay: number('termination-delay'),
      absentMembers: text('absent').split(',').filter(Boolean),
      newerValues: text('newer') ? Object.fromEntries([text('newer').split('=')]) : {},
    },
    throttles: text('throttle') ? [toThrottle(text('throttle'))] : [],
  };
}

function readArgs(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const strings = Object.keys(OPTIONS).map((name) => [name, { type: 'string' }] as const);
  const switches = Object.keys(SWITCHES).map((name) => [name, { type: 'boolean' }] as const);
  try {
    const { values } = parseArgs({ args: [...args], options: Object.fromEntries([...strings, ...switches]) });
    const given = values as Readonly<Record<string, string | boolean | undefined>>;
    const checked = Object.entries(OPTIONS).map(([name, option]) => [name, checkOption(name, option, given[name])]);
    return { ...given, ...Object.fromEntries(checked) };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`${(error as Error).message.split('\n')[0]} (--help lists the options)`);
  }
}

function checkOption(name: string, { fallback, pattern, allowed }: Option, given: unknown): string {
  if (given === undefined) return fallback;
  const max = Number(/up to (\d+)$/.exec(allowed)?.[1] ?? Infinity);
  if (pattern.test(String(given)) && !(Number(given) > max)) return String(given);
  throw new OptionError(`--${name} is "${given}"; it must be ${allowed}.`);
}

function toThrottle(text: string): Throttle {
  const [service, rate, burst] = text.split(':');
  return { service, rate: Number(rate), burst: Number(burst) };
}

export function helpText(): string {
  const options = Object.entries(OPTIONS).map(
    ([name, { fallback, allowed, meaning }]) =>
      `  --${name.padEnd(26)} ${meaning} (${allowed}${fallback === '' ? '' : `; ${fallback}`})`,
  );
  const switches = Object.entries(SWITCHES).map(([name, meaning]) => `  --${name.padEnd(26)} ${meaning}`);
  const control =
    'Everything but the world can be changed while it runs: GET /_emulator/quirks, faults, throttles, calls.';
  return ['Usage: npm run emulator -- [options]', '', ...options, ...switches, '', control, ''].join('\n');
}
