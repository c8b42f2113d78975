import {
  DescribeFleetsCommand,
  DescribeSessionsCommand,
  ExpireSessionCommand,
  ListAssociatedFleetsCommand,
} from '@aws-sdk/client-appstream';
import {
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand as DescribeSsmSessionsCommand,
} from '@aws-sdk/client-ssm';
import { DescribeWorkspacesPoolsCommand } from '@aws-sdk/client-workspaces';
import { describe, expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { manualClock } from '../../emulator/world/clock.ts';
import { rejectionOf, startTestEmulator } from '../support/emulator.ts';
import { buildWorld, testRegion } from '../support/world.ts';

const pair = { StackName: 'S', FleetName: 'f' };

/** Ten sessions of one stack and fleet, and what there is beside them. */
function world() {
  const built = buildWorld().fleet('f').stack('S').associate('S', 'f').nodes(12).pool('Ops').pool('Office');
  return built.appStreamSessions({ stack: 'S', fleet: 'f', count: 10 }).ssmSessions({ count: 4 }).world;
}

/** Sizes of the pages of ten sessions, and the last NextToken. At most thirty pages. */
async function pages(quirks: Partial<Quirks>, Limit: number) {
  const { appstream } = await startTestEmulator({ world: world(), quirks });
  const sizes: number[] = [];
  const ids = new Set<string | undefined>();
  const tokens: string[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await appstream.send(new DescribeSessionsCommand({ ...pair, Limit, NextToken }));
    sizes.push(answer.Sessions?.length ?? -1);
    for (const session of answer.Sessions ?? []) ids.add(session.Id);
    NextToken = answer.NextToken;
    if (NextToken) tokens.push(NextToken);
  } while (NextToken && sizes.length < 30);
  return { sizes, ids: ids.size, tokens, last: NextToken };
}

describe('Pages', () => {
  test('are full, and the last has no token, without bad quirks', async () => {
    expect(await pages({}, 4)).toMatchObject({ sizes: [4, 4, 2], ids: 10, last: undefined });
    expect(await pages({}, 5)).toMatchObject({ sizes: [5, 5], ids: 10, last: undefined });
  });

  test('are empty every so often, by quirk, and lose nothing', async () => {
    expect(await pages({ emptyPageEvery: 2 }, 4)).toMatchObject({ sizes: [4, 0, 4, 0, 2], ids: 10 });
    expect(await pages({ emptyPageEvery: 3 }, 4)).toMatchObject({ sizes: [4, 4, 0, 2], ids: 10 });
  });

  test('go on behind a full last one, by quirk', async () => {
    expect(await pages({ tokenAfterLastPage: true }, 5)).toMatchObject({ sizes: [5, 5, 0], ids: 10, last: undefined });
    expect(await pages({ tokenAfterLastPage: true }, 4)).toMatchObject({ sizes: [4, 4, 2], ids: 10 });
  });

  test('move over items when one ends before them, by quirk, and otherwise do not', async () => {
    for (const [countedTokens, missed] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const { appstream, world: built } = await startTestEmulator({ world: world(), quirks: { countedTokens } });
      const { Sessions: head = [], NextToken } = await appstream.send(
        new DescribeSessionsCommand({ ...pair, Limit: 4 }),
      );
      const { appStreamSessions } = built.location('123456789012', testRegion);
      appStreamSessions.delete(String(head[0]?.Id));
      const rest = await appstream.send(new DescribeSessionsCommand({ ...pair, Limit: 50, NextToken }));
      expect(head.length + (rest.Sessions?.length ?? 0)).toBe(10 - missed);
    }
  });

  test('are of another order after every so many calls, by quirk, and of the same before', async () => {
    const { appstream } = await startTestEmulator({ world: world(), quirks: { shuffledEvery: 2 } });
    const list = async () =>
      (await appstream.send(new DescribeSessionsCommand(pair))).Sessions?.map(({ Id }) => Id) ?? [];
    const [first, second, third, fourth] = [await list(), await list(), await list(), await list()];
    expect(second).not.toEqual(first);
    expect(third).toEqual(second);
    expect(fourth).not.toEqual(third);
    expect(fourth.toSorted()).toEqual(first.toSorted());
  });

  test('end with the first, in every so many listings, by quirk', async () => {
    const { appstream } = await startTestEmulator({ world: world(), quirks: { cutListingEvery: 2 } });
    const first = () => appstream.send(new DescribeSessionsCommand({ ...pair, Limit: 4 }));
    expect((await first()).NextToken).toBeTypeOf('string');
    const cut = await first();
    expect([cut.Sessions?.length, cut.NextToken]).toEqual([4, undefined]);
    expect((await first()).NextToken).toBeTypeOf('string');
  });

  test('have both quirks at once', async () => {
    const quirks = { emptyPageEvery: 2, tokenAfterLastPage: true };
    expect(await pages(quirks, 5)).toMatchObject({ sizes: [5, 0, 5, 0], ids: 10, last: undefined });
  });

  test('end with the token "", by quirk', async () => {
    const { ssm, appstream } = await startTestEmulator({ world: world(), quirks: { emptyStringAsLastToken: true } });
    const nodes = await ssm.send(new DescribeInstanceInformationCommand({ MaxResults: 50 }));
    expect([nodes.InstanceInformationList?.length, nodes.NextToken]).toEqual([12, '']);
    expect((await appstream.send(new DescribeSessionsCommand(pair))).NextToken).toBe('');
  });

  test('are as long as the quirk says where AWS sizes them', async () => {
    const quirks = { unsizedPageLength: 2 };
    const built = buildWorld().fleets(3).stack('S').associate('S', 'fleet-1', 'fleet-2', 'fleet-3');
    const { appstream } = await startTestEmulator({ world: built.world, quirks });
    expect((await appstream.send(new DescribeFleetsCommand({}))).Fleets).toHaveLength(2);
    expect((await appstream.send(new ListAssociatedFleetsCommand({ StackName: 'S' }))).Names).toHaveLength(2);
  });
});

describe('NextTokens', () => {
  test('are as long as the quirk says', async () => {
    const { tokens, ids } = await pages({ tokenLength: 3_000 }, 4);
    expect(tokens.map((token) => token.length)).toEqual([3_000, 3_000]);
    expect(ids).toBe(10);
  });

  test('are never longer than the service itself takes', async () => {
    const { workspaces } = await startTestEmulator({ world: world(), quirks: { tokenLength: 10_000 } });
    const first = await workspaces.send(new DescribeWorkspacesPoolsCommand({ Limit: 1 }));
    expect(first.NextToken).toHaveLength(2_048);
    const second = await workspaces.send(new DescribeWorkspacesPoolsCommand({ Limit: 1, NextToken: first.NextToken }));
    expect(second.WorkspacesPools?.map((pool) => pool.PoolName)).toEqual(['Office']);
  });

  test('expire by the clock, each service with its own error', async () => {
    const clock = manualClock();
    const quirks = { tokenLifetime: 60_000 };
    const { appstream, ssm, workspaces } = await startTestEmulator({ world: world(), clock, quirks });
    const lists = [
      (NextToken?: string) => appstream.send(new DescribeSessionsCommand({ ...pair, Limit: 4, NextToken })),
      (NextToken?: string) => ssm.send(new DescribeSsmSessionsCommand({ State: 'Active', MaxResults: 2, NextToken })),
      (NextToken?: string) => ssm.send(new DescribeInstanceInformationCommand({ MaxResults: 5, NextToken })),
      (NextToken?: string) => workspaces.send(new DescribeWorkspacesPoolsCommand({ Limit: 1, NextToken })),
    ];
    const tokens = await Promise.all(lists.map(async (list) => (await list()).NextToken));
    const names = () => Promise.all(lists.map(async (list, index) => (await rejectionOf(list(tokens[index]))).name));
    clock.advance(60_000);
    expect(await names()).toEqual(['ok', 'ok', 'ok', 'ok']);
    clock.advance(1);
    expect(await names()).toEqual([
      'ValidationException',
      'InvalidNextToken',
      'InvalidNextToken',
      'InvalidParameterValuesException',
    ]);
  });

  test('belong to all parameters but the size of the page', async () => {
    const built = world();
    const { appstream } = await startTestEmulator({ world: built });
    const { NextToken } = await appstream.send(new DescribeSessionsCommand({ ...pair, Limit: 4 }));
    const name = async (input: Partial<typeof pair> & { Limit?: number; AuthenticationType?: 'API' }) =>
      (await rejectionOf(appstream.send(new DescribeSessionsCommand({ ...pair, NextToken, ...input })))).name;
    expect(await name({ Limit: 2 })).toBe('ok');
    expect(await name({ FleetName: 'g' })).toBe('ValidationException');
    expect(await name({ AuthenticationType: 'API' })).toBe('ValidationException');
  });
});

describe('Answers', () => {
  test('lack the members that the quirk names, at every depth', async () => {
    const quirks = { absentMembers: ['ConnectionState', 'StartTime', 'Running'] };
    const { appstream } = await startTestEmulator({ world: world(), quirks });
    const [session] = (await appstream.send(new DescribeSessionsCommand(pair))).Sessions ?? [];
    expect(session).not.toHaveProperty('ConnectionState');
    expect(session).not.toHaveProperty('StartTime');
    expect(session).toMatchObject({ State: 'ACTIVE', MaxExpirationTime: expect.any(Date) });
    const [fleet] = (await appstream.send(new DescribeFleetsCommand({}))).Fleets ?? [];
    expect(fleet?.ComputeCapacityStatus).not.toHaveProperty('Running');
    expect(fleet?.ComputeCapacityStatus).toHaveProperty('Desired');
  });

  test('have the values that the quirk names, newer than the SDK, and the world keeps its own', async () => {
    const emulator = await startTestEmulator({ world: world(), quirks: { newerValues: { State: 'HIBERNATING' } } });
    const states = async () =>
      (await emulator.appstream.send(new DescribeFleetsCommand({}))).Fleets?.map((fleet) => fleet.State);
    expect(await states()).toEqual(['HIBERNATING']);
    emulator.quirks.newerValues = {};
    expect(await states()).toEqual(['RUNNING']);
  });
});

test('The end of a session is accepted at once, and seen in its own time, by quirk', async () => {
  const clock = manualClock();
  const { appstream } = await startTestEmulator({ world: world(), clock, quirks: { terminationDelay: 2_000 } });
  const states = async () => {
    const { Sessions = [] } = await appstream.send(new DescribeSessionsCommand(pair));
    return Sessions.map(({ State }) => State).filter((state) => state !== 'ACTIVE');
  };
  const { Sessions = [] } = await appstream.send(new DescribeSessionsCommand(pair));
  await appstream.send(new ExpireSessionCommand({ SessionId: Sessions[0]?.Id }));
  expect(await states()).toEqual([]);
  clock.advance(2_000);
  expect(await states()).toEqual(['EXPIRED']);
});
