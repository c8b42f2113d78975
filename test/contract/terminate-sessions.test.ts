import { afterEach, describe, expect, test } from 'vitest';
import type { World } from '../../emulator/world/state.ts';
import type { AwsLocation } from '../../src/aws/location.ts';
import { decodeId } from '../../src/schema/ids/node-id.ts';
import { PLACES, roleOf, SCOPES, tagOf } from '../support/locations.ts';
import {
  build,
  buildSessions,
  calls,
  end,
  fates,
  gateway,
  idsOf,
  mixed,
  reads,
  serve,
  start,
  TOMORROW,
  WRITES,
  writes,
} from '../support/terminations.ts';
import { buildWorld } from '../support/world.ts';

afterEach(() => gateway.close());

describe('Ending 50 sessions of three services', () => {
  test('gives 50 results in the order asked, each right, and costs a call each and a read of each list', async () => {
    const { ids, location } = await start();
    const asked = mixed(ids).slice(0, 50);
    // Ended since the ids were given, and vanished since.
    const vanished = [ids.appstream[3], ids.pool[5], ids.pool[6], ids.ssm[16]];
    location.appStreamSessions.delete([...location.appStreamSessions.values()][3]?.Id ?? '');
    for (const session of [...location.poolSessions.values()].slice(5, 7))
      location.poolSessions.delete(session.SessionId);
    location.ssmSessions.delete([...location.ssmSessions.values()][16]?.SessionId ?? '');
    const over = new Set([...vanished, ...ids.appstream.slice(14), ...ids.ssm.slice(17)]);

    const { results, userErrors } = await end(asked);
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(asked);
    expect(fates(results)).toEqual(asked.map((id) => (over.has(id) ? 'ALREADY_ENDED' : 'TERMINATED')));
    expect(results.map(({ terminated }) => terminated)).toEqual(asked.map((id) => !over.has(id)));
    expect(new Set(writes().map(({ input }) => input.SessionId)).size).toBe(writes().length);
    // One list before and one after for each service.
    expect(reads()).toHaveLength(6);
  });

  test('while one service denies it ends the others, and says which were denied', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      operation: 'TerminateWorkspacesPoolSession',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    const asked = mixed(ids).slice(0, 50);
    const { results } = await end(asked);
    const denied = results.filter(({ id }) => ids.pool.includes(id));
    expect(new Set(fates(denied))).toEqual(new Set(['UPSTREAM_ACCESS_DENIED']));
    expect(denied[0]?.userErrors[0]).toEqual({
      code: 'UPSTREAM_ACCESS_DENIED',
      message: 'The gateway is not allowed to call TerminateWorkspacesPoolSession of WorkSpaces.',
      field: ['input', 'ids', String(asked.indexOf(denied[0]?.id ?? ''))],
    });
    const others = results.filter(({ id }) => !ids.pool.includes(id));
    expect(new Set(fates(others))).toEqual(new Set(['TERMINATED', 'ALREADY_ENDED']));
    expect(others.every(({ userErrors }) => userErrors.length === 0)).toBe(true);
  });

  test('while one service cannot be read, terminates the others and sends it no call', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      service: 'ssm',
      operation: 'DescribeSessions',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    const { results } = await end([...ids.ssm.slice(0, 5), ...ids.pool.slice(0, 5)]);
    expect(fates(results)).toEqual([...Array(5).fill('UPSTREAM_ACCESS_DENIED'), ...Array(5).fill('TERMINATED')]);
    expect(gateway.emulator.count('TerminateSession')).toBe(0);
  });

  test('while one call hangs ends the others, and knows of them that they have ended', async () => {
    const { ids, location } = await start({ deadlineMs: 4_000 });
    const [hanging = ''] = location.ssmSessions.keys();
    gateway.emulator.faults.push({ operation: 'TerminateSession', inputContains: hanging, kind: 'hang' });
    const { results } = await end(ids.ssm.slice(0, 5));
    expect(fates(results)).toEqual(['UPSTREAM_TIMEOUT', ...Array(4).fill('TERMINATED')]);
  });

  test('that AWS throttles terminates all, at AWS’s rate', async () => {
    const { ids } = await start();
    await gateway.query('{ ssmSessions { nodes { id } } }');
    gateway.emulator.throttles.push({ service: 'ssm', rate: 20, burst: 5 });
    const { results } = await end(ids.ssm.slice(0, 15));
    expect(new Set(fates(results))).toEqual(new Set(['TERMINATED']));
  });
});

describe('Ending 50 sessions of three services in two scopes, some ended already, some vanished, one location denied', () => {
  const [near, , , far] = PLACES as [AwsLocation, AwsLocation, AwsLocation, AwsLocation];
  const [ended, over, denied] = ['TERMINATED', 'ALREADY_ENDED', 'UPSTREAM_ACCESS_DENIED'].map(
    (fate) => (count: number) => Array<string>(count).fill(fate),
  ) as [Fate, Fate, Fate];
  type Fate = (count: number) => string[];

  /** Nine of AppStream, the last two over, eight of SSM, the last three over, eight of a pool; the first of each vanishes. */
  function choose(world: World, location: AwsLocation): readonly string[] {
    const state = world.location(location.accountId, location.region);
    const { appstream, ssm, pool } = idsOf({ location: state }, location);
    const [streaming, shell, desktop] = [appstream.slice(7), ssm.slice(12), pool.slice(9)];
    state.appStreamSessions.delete(home(streaming[0])[0]);
    state.ssmSessions.delete(home(shell[0])[0]);
    state.poolSessions.delete(home(desktop[0])[0]);
    return [...streaming, ...shell, ...desktop];
  }

  /** AWS's id of a session, and the location that it is in, as the gateway's id has them. */
  function home(id = ''): readonly [sessionId: string, tag: string] {
    const [accountId = '', region = '', ...parts] = JSON.parse(decodeId(id).id) as string[];
    return [parts.at(-1) ?? '', tagOf({ accountId, region })];
  }

  const told = () => writes().map((call) => [call.input.SessionId, tagOf(call)]);

  test.each([
    {
      what: 'its ends',
      conditions: WRITES.map((operation) => ({ operation, ...far })),
      // What a list shows as over is not ended again, and so not denied either.
      fates: [...denied(7), ...over(2), ...denied(16)],
      isTold: (fate: string) => fate !== 'ALREADY_ENDED',
    },
    { what: 'all calls', conditions: [far], fates: denied(25), isTold: () => false },
    {
      what: 'its role',
      conditions: [{ service: 'sts', inputContains: roleOf(far.accountId) }],
      fates: denied(25),
      isTold: () => false,
    },
  ])(
    '$what: 50 results, each right, and each id in its own location only',
    async ({ conditions, isTold, ...there }) => {
      const built = PLACES.reduce(
        (builder, location) => buildSessions(builder.at(location.accountId, location.region)),
        buildWorld(),
      );
      await serve({ world: built.world, scopes: SCOPES });
      const [ours, theirs] = [choose(built.world, near), choose(built.world, far)];
      gateway.emulator.faults.push(
        ...conditions.map((condition) => ({ ...condition, kind: 'error', code: 'AccessDeniedException' }) as const),
      );

      // Neighbours are of different scopes.
      const asked = ours.flatMap((id, index) => [id, theirs[index] ?? '']);
      const { results, userErrors } = await end(asked);
      expect(userErrors).toEqual([]);
      expect(results.map(({ id }) => id)).toEqual(asked);
      const fateOf = new Map(results.map((result) => [result.id, fates([result])[0]]));
      expect(theirs.map((id) => fateOf.get(id))).toEqual(there.fates);
      expect(ours.map((id) => fateOf.get(id))).toEqual([
        ...[...over(1), ...ended(6), ...over(2)],
        ...[...over(1), ...ended(4), ...over(3)],
        ...[...over(1), ...ended(7)],
      ]);

      const listedAsOver = new Set(ours.slice(7, 9));
      const expected = [
        ...ours.filter((id) => !listedAsOver.has(id)),
        ...theirs.filter((_id, index) => isTold(there.fates[index] ?? '')),
      ];
      expect(told().sort()).toEqual(expected.map(home).sort());
      expect(calls().filter((call) => ![near, far].map(tagOf).includes(tagOf(call)))).toEqual([]);
    },
  );
});

test('Ending n sessions of one fleet is n calls and two reads of its list', async () => {
  const { ids } = await start();
  await end(ids.appstream.slice(0, 14));
  expect(gateway.emulator.count('ExpireSession')).toBe(14);
  expect(calls()).toHaveLength(16);
});

test('Ending 50 sessions of one pool with many others costs its lists twice, however long they are', async () => {
  const built = build().poolSessions({ pool: 'Ops', count: 83, ExpirationTime: TOMORROW });
  const ids = idsOf(built).pool;
  await serve({ world: built.world });
  const { results } = await end(ids.slice(50));
  expect(new Set(fates(results))).toEqual(new Set(['TERMINATED']));
  expect(reads().map(({ operation }) => operation)).toEqual(Array(3).fill('DescribeWorkspacesPoolSessions'));
});
