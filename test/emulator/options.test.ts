import { describe, expect, test } from 'vitest';
import { helpText, OptionError, type Options, parseOptions } from '../../emulator/options.ts';
import { defaultQuirks } from '../../emulator/quirks/quirks.ts';
import { defaultSize } from '../../emulator/world/seed.ts';

function parsed(...args: string[]): Options {
  const options = parseOptions(args);
  if (options === 'help') throw new Error('--help was not given');
  return options;
}

function complaint(...args: string[]): string {
  try {
    parseOptions(args);
    return 'ok';
  } catch (error) {
    if (error instanceof OptionError) return error.message;
    throw error;
  }
}

describe('The command line', () => {
  test('may be empty: a small world with the friendliest AWS', () => {
    expect(parsed()).toEqual({
      host: '127.0.0.1',
      port: 4566,
      seed: 1,
      accountId: '123456789012',
      region: 'eu-west-1',
      size: defaultSize,
      speed: 1,
      still: false,
      quirks: defaultQuirks,
      throttles: [],
    });
  });

  test.each([
    [['--host', '0.0.0.0'], { host: '0.0.0.0' }],
    [['--host', '::1'], { host: '::1' }],
    [['--port', '0'], { port: 0 }],
    [['--port=65535'], { port: 65_535 }],
    [
      ['--seed', '7', '--account', '000000000001', '--region', 'us-gov-west-1'],
      { seed: 7, accountId: '000000000001', region: 'us-gov-west-1' },
    ],
    [
      ['--fleets', '1', '--stacks', '2', '--sessions', '100000', '--pools', '0', '--nodes', '5', '--workspaces', '6'],
      { size: { fleets: 1, stacks: 2, sessions: 100_000, pools: 0, nodes: 5, workspaces: 6 } },
    ],
    [['--still'], { still: true }],
    [['--speed', '60'], { speed: 60 }],
    [['--throttle', 'ssm:2.5:10'], { throttles: [{ service: 'ssm', rate: 2.5, burst: 10 }] }],
  ])('%j is %o', (args, expected) => {
    expect(parsed(...args)).toMatchObject(expected);
  });

  test.each([
    [['--latency', '80'], { latency: 80 }],
    [['--empty-page-every', '3'], { emptyPageEvery: 3 }],
    [['--empty-page-every', '10'], { emptyPageEvery: 10 }],
    [['--counted-tokens'], { countedTokens: true }],
    [['--shuffled-every', '1'], { shuffledEvery: 1 }],
    [['--cut-listing-every', '3'], { cutListingEvery: 3 }],
    [['--token-length', '2000'], { tokenLength: 2_000 }],
    [['--token-lifetime', '1000'], { tokenLifetime: 1_000 }],
    [['--unsized-page-length', '5'], { unsizedPageLength: 5 }],
    [['--token-after-last-page'], { tokenAfterLastPage: true }],
    [['--empty-string-as-last-token'], { emptyStringAsLastToken: true }],
    [['--lenient-batches'], { unknownNameFailsBatch: false }],
    [['--sessions-default-to-all'], { sessionsDefaultToApiUsers: false }],
    [['--termination-delay', '1500'], { terminationDelay: 1_500 }],
    [['--terminating-ended-succeeds'], { terminatingEndedSessionFails: false }],
    [['--terminating-is-active'], { terminatingIsActive: true }],
    [['--absent', 'ConnectionState,StartTime'], { absentMembers: ['ConnectionState', 'StartTime'] }],
    [['--newer', 'State=HIBERNATING'], { newerValues: { State: 'HIBERNATING' } }],
  ])('%j is the quirk %o and no other', (args, quirks) => {
    expect(parsed(...args).quirks).toEqual({ ...defaultQuirks, ...quirks });
  });
});

describe('A bad option is reported in one line', () => {
  test.each([
    [['--port', '65536'], '--port is "65536"; it must be a whole number up to 65535.'],
    [['--port', 'http'], '--port is "http"; it must be a whole number up to 65535.'],
    [['--port', ''], '--port is ""; it must be a whole number up to 65535.'],
    [['--port', '1e3'], '--port is "1e3"; it must be a whole number up to 65535.'],
    [['--seed=-1'], '--seed is "-1"; it must be a whole number up to 4294967295.'],
    [['--sessions', '100001'], '--sessions is "100001"; it must be a whole number up to 100000.'],
    [['--speed', '0'], '--speed is "0"; it must be a whole number from 1 up to 3600.'],
    [['--speed', '3601'], '--speed is "3601"; it must be a whole number from 1 up to 3600.'],
    [['--latency', '1.5'], '--latency is "1.5"; it must be a whole number up to 60000.'],
    [['--unsized-page-length', '0'], '--unsized-page-length is "0"; it must be a whole number from 1 up to 1000.'],
    [['--empty-page-every', '1'], '--empty-page-every is "1"; it must be 0 or a whole number from 2 up to 1000.'],
    [['--host', 'two words'], '--host is "two words"; it must be a host name or IP address.'],
    [['--account', '123'], '--account is "123"; it must be twelve digits.'],
    [['--region', 'Ireland'], '--region is "Ireland"; it must be an AWS region.'],
    [['--throttle', 'ec2:1:1'], '--throttle is "ec2:1:1"; it must be SERVICE:RATE:BURST.'],
    [['--throttle', 'ssm:1'], '--throttle is "ssm:1"; it must be SERVICE:RATE:BURST.'],
    [['--absent', 'A, B'], '--absent is "A, B"; it must be member names with commas.'],
    [['--newer', 'State'], '--newer is "State"; it must be MEMBER=VALUE.'],
  ])('%j', (args, message) => {
    expect(complaint(...args)).toBe(message);
  });

  test.each([
    [['--colour', 'red'], /--colour/],
    [['fleets'], /fleets/],
    [['--port'], /--port/],
    [['--seed', '--still'], /--seed/],
    [['--still=yes'], /--still/],
    [['-x'], /-x/],
  ])('%j, and where to find the good ones', (args, what) => {
    const message = complaint(...args);
    expect(message).toMatch(what);
    expect(message).toMatch(/\(--help lists the options\)$/);
    expect(message).not.toContain('\n');
  });
});

describe('--help', () => {
  test('wins over everything that can be read', () => {
    expect(parseOptions(['--help'])).toBe('help');
    expect(parseOptions(['--port', '80', '--help'])).toBe('help');
  });

  test('names every option, each on a line with its meaning and its default', () => {
    const known = [
      ...['host', 'port', 'seed', 'account', 'region', 'fleets', 'stacks', 'sessions', 'pools', 'nodes'],
      ...['workspaces', 'speed', 'latency'],
      ...[
        'empty-page-every',
        'repeated-items',
        'looping-tokens',
        'shuffled-every',
        'cut-listing-every',
        'token-length',
        'token-lifetime',
        'termination-delay',
        'unsized-page-length',
      ],
      ...['throttle', 'absent', 'newer'],
      ...[
        'counted-tokens',
        'fixed-page-ends',
        'token-after-last-page',
        'empty-string-as-last-token',
        'lenient-batches',
        'sessions-default-to-all',
      ],
      ...['terminating-ended-succeeds', 'terminating-is-active', 'still', 'help'],
    ];
    const named = [...helpText().matchAll(/^ {2}--([a-z-]+) +\S/gm)].map(([, name]) => name);
    expect(named).toEqual(known);
    expect(helpText()).toMatch(/--port .*\(a whole number up to 65535; 4566\)$/m);
    expect(helpText()).toContain('/_emulator/quirks');
  });
});
