import { beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld, type WorldSize } from '../../../emulator/world/seed.ts';
import type { LocationState } from '../../../emulator/world/state.ts';
import { createWorld } from '../../../emulator/world/world.ts';
import { contentsOf } from '../../support/location-contents.ts';

function seeded(seed = 1, size?: Partial<WorldSize>): LocationState {
  const world = createWorld();
  seedWorld(world, { seed, clock: manualClock(), ...(size && { size }) });
  return world.location(defaultAccountId, defaultRegion);
}

function valuesOf<Item, Value>(items: Iterable<Item>, value: (item: Item) => Value): Set<Value> {
  return new Set([...items].map(value));
}

describe('A seeded world', () => {
  let location: LocationState;
  beforeAll(() => {
    location = seeded();
  });

  test('is the same for the same seed and time, to the last id', () => {
    expect(contentsOf(seeded(7))).toEqual(contentsOf(seeded(7)));
  });

  test('is another for another seed', () => {
    expect(contentsOf(seeded(7))).not.toEqual(contentsOf(seeded(8)));
  });

  test('has twelve fleets, eight stacks, three pools, thirty nodes, twenty WorkSpaces and 240 sessions by default', () => {
    expect([location.fleets.size, location.stacks.size, location.pools.size, location.nodes.size]).toEqual([
      12, 8, 3, 30,
    ]);
    expect([location.workspaces.size, location.workspaceConnections.size]).toEqual([20, 20]);
    expect(location.appStreamSessions.size + location.ssmSessions.size + location.poolSessions.size).toBe(240);
  });

  test('has fleets of all three types, of several states, some multi-session, one with errors', () => {
    const fleets = [...location.fleets.values()];
    expect(valuesOf(fleets, (fleet) => fleet.FleetType)).toEqual(new Set(['ALWAYS_ON', 'ON_DEMAND', 'ELASTIC']));
    expect(valuesOf(fleets, (fleet) => fleet.State)).toEqual(new Set(['RUNNING', 'STOPPED', 'STARTING']));
    expect(fleets.filter((fleet) => fleet.MaxSessionsPerInstance).length).toBeGreaterThan(0);
    expect(fleets.filter((fleet) => fleet.FleetErrors).length).toBe(1);
  });

  test('has stacks with two fleets, stacks with none and fleets with several stacks', () => {
    const counts = [...location.associations.values()].map((fleets) => fleets.size);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
    const served = [...location.associations.values()].flatMap((fleets) => [...fleets]);
    expect(new Set(served).size).toBeLessThan(served.length);
  });

  test('fills every optional member of a stack somewhere, and none everywhere', () => {
    const optional = [
      'StorageConnectors',
      'UserSettings',
      'ApplicationSettings',
      'AccessEndpoints',
      'EmbedHostDomains',
      'RedirectURL',
      'FeedbackURL',
      'StackErrors',
      'StreamingExperienceSettings',
      'ContentRedirection',
      'AgentAccessConfig',
      'Description',
    ] as const;
    for (const member of optional) {
      const having = [...location.stacks.values()].filter((stack) => stack[member] !== undefined).length;
      expect([member, having > 0 && having < location.stacks.size]).toEqual([member, true]);
    }
  });

  test('has streaming sessions of every state, connection and authentication type', () => {
    const sessions = [...location.appStreamSessions.values()];
    expect(valuesOf(sessions, (session) => session.State)).toEqual(new Set(['PENDING', 'ACTIVE', 'EXPIRED']));
    expect(valuesOf(sessions, (session) => session.AuthenticationType)).toEqual(
      new Set(['API', 'SAML', 'USERPOOL', 'AWS_AD']),
    );
    expect(valuesOf(sessions, (session) => session.ConnectionState)).toEqual(
      new Set(['CONNECTED', 'NOT_CONNECTED', undefined]),
    );
  });

  test('has a stack and fleet whose sessions fill more than one page', () => {
    const lengths = [...location.associations].flatMap(([stack, fleets]) =>
      [...fleets].map((fleet) => location.appStreamSessions.of(stack, fleet).length),
    );
    expect(Math.max(...lengths)).toBeGreaterThan(20);
  });

  test('puts several sessions of a multi-session fleet on one instance, never more than fit', () => {
    const multi = [...location.fleets.values()].filter((fleet) => fleet.MaxSessionsPerInstance);
    const shared = multi.map((fleet) => {
      const counts = new Map<string, number>();
      for (const { FleetName, InstanceId } of location.appStreamSessions.values())
        if (FleetName === fleet.Name && InstanceId) counts.set(InstanceId, (counts.get(InstanceId) ?? 0) + 1);
      const most = Math.max(0, ...counts.values());
      expect(most).toBeLessThanOrEqual(fleet.MaxSessionsPerInstance ?? 0);
      return most;
    });
    expect(Math.max(...shared)).toBeGreaterThan(1);
  });

  test('counts in every fleet and pool what there is', () => {
    for (const fleet of location.fleets.values()) {
      const active = [...location.appStreamSessions.values()].filter(
        (session) => session.FleetName === fleet.Name && session.State === 'ACTIVE',
      );
      const status = fleet.ComputeCapacityStatus;
      if (fleet.MaxSessionsPerInstance) expect(status.ActiveUserSessions).toBe(active.length);
      else expect(status.InUse).toBe(active.length);
      if (fleet.FleetType !== 'ELASTIC') expect(status.InUse).toBeLessThanOrEqual(status.Desired);
    }
    for (const pool of location.pools.values())
      expect(pool.CapacityStatus.ActiveUserSessions).toBe(location.poolSessions.of(pool.PoolId).length);
  });

  test('has SSM sessions newest first, active ones and thirty days of history', () => {
    const starts = [...location.ssmSessions.values()].map((session) => session.StartDate?.getTime() ?? 0);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
    const ended = [...location.ssmSessions.values()].filter((session) => session.EndDate);
    expect(ended.length).toBeGreaterThan(10);
    expect(ended.length).toBeLessThan(starts.length - 10);
    const oldest = manualClock().now() - 30 * 24 * 60 * 60_000;
    for (const session of ended) {
      expect(session.StartDate?.getTime()).toBeGreaterThan(oldest);
      expect(session.EndDate?.getTime()).toBeLessThanOrEqual(manualClock().now());
    }
  });

  test('has SSM targets that are instances, hybrid nodes, ECS tasks and nodes that are gone', () => {
    const { ssmSessions, nodes } = seeded(1, { sessions: 1000 });
    const targets = [...ssmSessions.values()].map((session) => session.Target ?? '');
    const kinds = valuesOf(targets, (target) => `${target.split(/[-:]/)[0]} ${nodes.has(target) ? 'known' : 'gone'}`);
    expect(kinds).toEqual(new Set(['i known', 'mi known', 'ecs gone', 'i gone', 'mi gone']));
  });

  test('names the same user in several services, each in its own spelling', () => {
    const spelled = new Map<string, Set<string>>();
    function note(service: string, spelling: string): void {
      const user = spelling
        .replace(/^.*[/\\]/, '')
        .replace(/@.*$/, '')
        .toLowerCase();
      spelled.set(user, (spelled.get(user) ?? new Set()).add(`${service} ${spelling}`));
    }
    for (const session of location.appStreamSessions.values()) note('appstream', session.UserId);
    for (const session of location.ssmSessions.values()) note('ssm', session.Owner ?? '');
    for (const session of location.poolSessions.values()) note('workspaces', session.UserId);
    const services = [...spelled.values()].map((all) => new Set([...all].map((one) => one.split(' ')[0])).size);
    expect(services.filter((count) => count === 3).length).toBeGreaterThan(5);
    const everything = [...spelled.values()].flatMap((all) => [...all]).join('\n');
    for (const form of [
      /appstream [a-z]+\.[a-z]+$/m,
      /appstream CORP\\[a-z]+\.[a-z]+$/m,
      /appstream [A-Z][a-z]+\.[A-Z][a-z]+@example\.com$/m,
      /ssm arn:aws:sts::123456789012:assumed-role\/\w+\/[a-z.]+@example\.com$/m,
      /ssm arn:aws:iam::123456789012:user\/[a-z.]+$/m,
      /workspaces [a-z.]+@example\.com$/m,
    ])
      expect(everything).toMatch(form);
  });

  test("gives every thing an id of AWS's pattern", () => {
    for (const session of location.appStreamSessions.values()) {
      expect(session.Id).toMatch(/^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/);
      expect(session.InstanceId ?? 'i-00000000000000000').toMatch(/^i-[a-f0-9]{17}$/);
    }
    for (const session of location.ssmSessions.values()) expect(session.SessionId).toMatch(/^[a-z.@]+-0[a-f0-9]{16}$/);
    for (const id of location.nodes.keys()) expect(id).toMatch(/^(i|mi)-[a-f0-9]{17}$/);
    for (const pool of location.pools.values()) {
      expect(pool.PoolId).toMatch(/^wspool-[0-9a-z]{9}$/);
      expect(pool.BundleId).toMatch(/^wsb-[0-9a-z]{8,63}$/);
      expect(pool.DirectoryId).toMatch(/^wsd-[0-9a-z]{8,63}$/);
      expect(pool.Description ?? 'x').toMatch(/^[a-zA-Z0-9_./() -]+$/);
    }
    for (const name of [...location.fleets.keys(), ...location.stacks.keys()])
      expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/);
  });
});

describe('The size of a seeded world', () => {
  test('goes up to a thousand fleets and a hundred thousand sessions', () => {
    const location = seeded(1, { fleets: 1000, stacks: 800, sessions: 100_000, pools: 50, nodes: 2000 });
    expect(location.fleets.size).toBe(1000);
    expect(location.appStreamSessions.size + location.ssmSessions.size + location.poolSessions.size).toBe(100_000);
  });

  test.each([
    { fleets: 0, stacks: 0, pools: 0, nodes: 0, sessions: 0 },
    { fleets: 0, stacks: 3, pools: 0, nodes: 0, sessions: 10 },
    { fleets: 3, stacks: 0, pools: 1, nodes: 1, sessions: 10 },
  ])('may be %o', (size) => {
    const location = seeded(1, size);
    expect([location.fleets.size, location.stacks.size, location.pools.size, location.nodes.size]).toEqual([
      size.fleets,
      size.stacks,
      size.pools,
      size.nodes,
    ]);
    expect(location.appStreamSessions.size + location.ssmSessions.size + location.poolSessions.size).toBe(
      size.sessions,
    );
  });

  test('goes to the account and region that are named', () => {
    const world = createWorld();
    seedWorld(world, { seed: 1, clock: manualClock(), accountId: '210987654321', region: 'us-east-1' });
    expect(world.locations().map((location) => `${location.accountId} ${location.region}`)).toEqual([
      '210987654321 us-east-1',
    ]);
    const [fleet] = world.location('210987654321', 'us-east-1').fleets.values();
    expect(fleet?.Arn).toBe('arn:aws:appstream:us-east-1:210987654321:fleet/Design-Fleet');
  });
});
