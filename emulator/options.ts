import { parseArgs } from 'node:util';
import type { Throttle } from './faults/throttling.ts';
import { defaultQuirks, type Quirks } from './quirks/quirks.ts';
import { defaultAccountId, defaultRegion, defaultSize, type WorldSize } from './world/seed.ts';

/** An invalid command line. The message is one line: option, value, allowed values. */
export class OptionError extends Error {}

export interface Options {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly accountId: string;
  readonly region: string;
  readonly size: WorldSize;
  /** See `SimulationOptions`. */
  readonly speed: number;
  readonly still: boolean;
  readonly quirks: Partial<Quirks>;
  readonly throttles: readonly Throttle[];
}

/** An option with a value. `fallback` is its default as text. */
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
  account: {
    fallback: defaultAccountId,
    allowed: 'twelve digits',
    pattern: /^\d{12}$/,
    meaning: 'account of the world',
  },
  region: {
    fallback: defaultRegion,
    allowed: 'an AWS region',
    pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
    meaning: 'region of the world',
  },
  fleets: whole(defaultSize.fleets, 1_000, 'AppStream fleets'),
  stacks: whole(defaultSize.stacks, 1_000, 'AppStream stacks'),
  sessions: whole(defaultSize.sessions, 100_000, 'sessions of AppStream, SSM and WorkSpaces Pools together'),
  pools: whole(defaultSize.pools, 1_000, 'WorkSpaces pools'),
  nodes: whole(defaultSize.nodes, 10_000, 'SSM managed nodes'),
  workspaces: whole(defaultSize.workspaces, 100_000, 'personal WorkSpaces'),
  speed: {
    ...whole(1, 3_600, 'how many times faster than people the simulated users are'),
    allowed: 'a whole number from 1 up to 3600',
    pattern: /^0*[1-9]\d*$/,
  },
  latency: whole(0, 60_000, 'milliseconds added to every answer'),
  'empty-page-every': {
    ...whole(0, 1_000, 'every n-th page is empty and has a NextToken; 0 is off'),
    // 1 would make every list endless.
    allowed: '0 or a whole number from 2 up to 1000',
    pattern: /^(?!0*1$)\d+$/,
  },
  'repeated-items': whole(0, 100, 'items at the end of a page that the next page repeats; 0 is off'),
  'looping-tokens': whole(0, 100, 'length of the cycle in which NextTokens repeat endlessly; 0 is off'),
  'shuffled-every': whole(0, 100_000, 'every n-th call of a list, from then on, sees it in another order; 0 is off'),
  'cut-listing-every': {
    ...whole(0, 1_000, 'every n-th listing ends with its first page, though there is more; 0 is off'),
    allowed: '0 or a whole number from 2 up to 1000',
    pattern: /^(?!0*1$)\d+$/,
  },
  'token-length': whole(0, 10_000, 'minimum length of a NextToken in characters'),
  'token-lifetime': whole(defaultQuirks.tokenLifetime, 86_400_000, 'milliseconds until a NextToken expires'),
  'termination-delay': whole(0, 3_600_000, 'milliseconds until lists show an accepted termination'),
  'unsized-page-length': {
    ...whole(defaultQuirks.unsizedPageLength, 1_000, 'items per page of lists that AWS sizes itself'),
    allowed: 'a whole number from 1 up to 1000',
    pattern: /^0*[1-9]\d*$/,
  },
  throttle: list(
    'SERVICE:RATE:BURST',
    /^(appstream|ssm|workspaces|sts):\d+(\.\d+)?:\d+$/,
    'rate limit by token bucket: calls per second, calls at once',
  ),
  absent: list(
    'member names with commas',
    /^\w+(,\w+)*$/,
    'members to omit from every answer: ConnectionState,StartTime',
  ),
  newer: list('MEMBER=VALUE', /^\w+=\w+$/, 'a value that the SDK does not know: State=HIBERNATING'),
} as const satisfies Record<string, Option>;

const SWITCHES = {
  'counted-tokens': 'a token counts the items before its page: items that end or begin move the list over it',
  'fixed-page-ends': 'the page of a token always ends at the same item, even after items were removed',
  'token-after-last-page': 'a full last page has a NextToken, and the page after it is empty',
  'empty-string-as-last-token': 'the last page has the NextToken "" instead of none',
  'lenient-batches': 'unknown names in a batch are omitted; otherwise one fails the call',
  'sessions-default-to-all':
    'AppStream DescribeSessions without AuthenticationType lists all users, not API users only',
  'terminating-ended-succeeds': 'TerminateSession of an ended SSM session succeeds, as before 2026',
  'terminating-is-active': 'SSM lists a Terminating session as active, not as history',
  still: 'no simulation: the world changes by calls only',
  help: 'print this text',
} as const;

/** @throws OptionError for an unknown option or an invalid value */
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
    speed: number('speed'),
    still: values.still === true,
    quirks: {
      latency: number('latency'),
      emptyPageEvery: number('empty-page-every'),
      repeatedItems: number('repeated-items'),
      loopingTokens: number('looping-tokens'),
      countedTokens: values['counted-tokens'] === true,
      shuffledEvery: number('shuffled-every'),
      cutListingEvery: number('cut-listing-every'),
      fixedPageEnds: values['fixed-page-ends'] === true,
      tokenLength: number('token-length'),
      tokenLifetime: number('token-lifetime'),
      unsizedPageLength: number('unsized-page-length'),
      tokenAfterLastPage: values['token-after-last-page'] === true,
      emptyStringAsLastToken: values['empty-string-as-last-token'] === true,
      unknownNameFailsBatch: values['lenient-batches'] !== true,
      sessionsDefaultToApiUsers: values['sessions-default-to-all'] !== true,
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
    'Quirks, faults and throttles can be changed at run time: GET /_emulator/quirks, faults, throttles, calls.';
  return ['Usage: npm run emulator -- [options]', '', ...options, ...switches, '', control, ''].join('\n');
}
