import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { type DiscoverOptions, type DiscoveryRecord, discover } from '../../../src/live/reconciler/discover.ts';
import { sourceRecord } from '../../../src/live/reconciler/source-record.ts';
import type { SourceMetadata } from '../../../src/sessions/provider.ts';
import type { SessionSourceNode } from '../../../src/sessions/sources.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };
const metadata = (label: string): SourceMetadata => ({ service: 'APPSTREAM', location, label });
const empty = { id: 'empty', listPage: async () => ({ items: [], nextToken: null }) };

/** A fleet with its stacks, counted by AWS. */
interface FakeFleet {
  readonly name: string;
  stacks: readonly string[] | GatewayError;
  counted?: number;
}

/** The sources of a location with these fleets, and how often the stacks of each were listed. */
function locationOf(fleets: FakeFleet[]) {
  const listed: string[] = [];
  const found: string[] = [];
  let now = 0;
  const node: SessionSourceNode = {
    key: 'APPSTREAM default/eu-west-1',
    metadata: metadata('AppStream'),
    children: async () =>
      fleets.map(({ name, stacks, counted }) => ({
        key: name,
        countedItems: counted,
        async children() {
          listed.push(name);
          if (stacks instanceof GatewayError) throw stacks;
          return stacks.map((stack) => ({ key: stack, metadata: metadata(`${stack} / ${name}`), source: empty }));
        },
      })),
  };
  const state = sourceRecord([node.key], 'appstream', { node, metadata: metadata('AppStream') }, 0);
  const discovery: DiscoveryRecord = { state, groups: new Map(), forced: new Set() };
  return {
    discovery,
    listed,
    found,
    run(after = 0, options: Partial<DiscoverOptions> = {}) {
      now += after;
      listed.length = 0;
      found.length = 0;
      return discover(node, discovery, {
        now: () => now,
        groupIntervalMs: 60_000,
        sessionsIn: () => 0,
        onFound: ({ metadata: { label } }) => found.push(label),
        isStopped: () => false,
        ...options,
      });
    },
  };
}

const DENIED = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.');

describe('A discovery', () => {
  test('finds the sources of every group, and lists those of a group again after a while', async () => {
    const { run, found, listed } = locationOf([
      { name: 'design', stacks: ['Design', 'Other'] },
      { name: 'ops', stacks: ['Ops'] },
    ]);
    expect(await run()).toMatchObject({ isComplete: true, error: null });
    expect(found).toEqual(['Design / design', 'Other / design', 'Ops / ops']);
    await run(15_000);
    expect(listed).toEqual([]);
    expect(found).toHaveLength(3);
    await run(45_000);
    expect(listed).toEqual(['design', 'ops']);
  });

  test('lists a group at once that is new or forced', async () => {
    const fleets: FakeFleet[] = [{ name: 'design', stacks: ['Design'] }];
    const { run, listed, discovery } = locationOf(fleets);
    await run();
    fleets.push({ name: 'ops', stacks: ['Ops'] });
    await run(1_000);
    expect(listed).toEqual(['ops']);
    discovery.forced = new Set(['design']);
    await run(1_000);
    expect(listed).toEqual(['design']);
    discovery.forced = 'all';
    await run(1_000);
    expect(listed).toEqual(['design', 'ops']);
  });

  test('judges the groups that it has listed, and those that are gone', async () => {
    const fleets: FakeFleet[] = [
      { name: 'design', stacks: ['Design'] },
      { name: 'ops', stacks: ['Ops'] },
    ];
    const { run, discovery } = locationOf(fleets);
    await run();
    fleets.splice(0, 1);
    const { judges } = await run(15_000);
    const [key = ''] = discovery.state.path;
    expect(judges([key, 'design', 'Design'])).toBe(true);
    expect(judges([key, 'ops', 'Ops'])).toBe(false);
  });

  test('says nothing about a group that cannot be listed, keeps its sources and tries again', async () => {
    const fleets: FakeFleet[] = [
      { name: 'design', stacks: ['Design'] },
      { name: 'ops', stacks: ['Ops'] },
    ];
    const { run, found, listed, discovery } = locationOf(fleets);
    await run();
    for (const fleet of fleets) if (fleet.name === 'design') fleet.stacks = DENIED;
    const { isComplete, error, judges } = await run(60_000);
    expect({ isComplete, error }).toEqual({ isComplete: false, error: DENIED });
    const [key = ''] = discovery.state.path;
    expect(judges([key, 'design', 'Design'])).toBe(false);
    expect(judges([key, 'ops', 'Ops'])).toBe(true);
    expect(found).toEqual(['Design / design', 'Ops / ops']);
    await run(1_000);
    expect(listed).toEqual(['design']);
  });

  test('takes a group that was deleted since it was listed for one without sources', async () => {
    const fleets: FakeFleet[] = [{ name: 'design', stacks: ['Design'] }];
    const { run, found } = locationOf(fleets);
    await run();
    for (const fleet of fleets) fleet.stacks = new GatewayError('NOT_FOUND', 'Gone.');
    expect(await run(60_000)).toMatchObject({ isComplete: true, error: null });
    expect(found).toEqual([]);
  });

  test('stops between two groups', async () => {
    const { run, listed } = locationOf([
      { name: 'design', stacks: ['Design'] },
      { name: 'ops', stacks: ['Ops'] },
    ]);
    const { isComplete, error } = await run(0, { isStopped: () => listed.length > 0 });
    expect({ isComplete, error, listed }).toEqual({ isComplete: false, error: null, listed: ['design'] });
  });
});

describe('The counters of a group', () => {
  async function surprises(steps: readonly (readonly [counted: number | undefined, known: number])[]) {
    const fleet: FakeFleet = { name: 'design', stacks: [] };
    const { run } = locationOf([fleet]);
    const surprising: boolean[] = [];
    for (const [counted, known] of steps) {
      if (counted === undefined) delete fleet.counted;
      else fleet.counted = counted;
      surprising.push((await run(1_000, { sessionsIn: () => known })).surprising.includes('design'));
    }
    return surprising;
  }

  test.each([
    [
      'surprise when they change and the scans have not',
      [
        [5, 5],
        [6, 5],
        [5, 5],
      ],
      [false, true, true],
    ],
    [
      'do not when the scans have found the change already',
      [
        [5, 5],
        [6, 6],
        [5, 5],
      ],
      [false, false, false],
    ],
    [
      'do not when they count differently, as long as nothing changes',
      [
        [9, 5],
        [9, 5],
        [9, 5],
      ],
      [false, false, false],
    ],
    [
      'do not after the scan that they have caused',
      [
        [5, 5],
        [6, 5],
        [6, 6],
      ],
      [false, true, false],
    ],
    [
      'do not where AWS has none',
      [
        [undefined, 5],
        [undefined, 6],
      ],
      [false, false],
    ],
  ] as const)('%s', async (_title, steps, expected) => {
    expect(await surprises(steps)).toEqual(expected);
  });
});
