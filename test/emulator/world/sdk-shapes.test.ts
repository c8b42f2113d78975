import * as appstream from '@aws-sdk/client-appstream';
import * as ssm from '@aws-sdk/client-ssm';
import * as workspaces from '@aws-sdk/client-workspaces';
import { describe, expect, test } from 'vitest';
import { appstreamOperations } from '../../../emulator/appstream/operations.ts';
import { workspacesOperations } from '../../../emulator/workspaces/operations.ts';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld } from '../../../emulator/world/seed.ts';
import { createWorld } from '../../../emulator/world/world.ts';
import { sdkShape } from '../../support/sdk-shape.ts';

/** The emulator imports no SDK; that both know the same members is seen here, and an upgrade of the SDK shows what is new. */

const operations = [
  ...Object.entries(appstreamOperations).map(([name, operation]) => ({ name, operation, sdk: appstream })),
  ...Object.entries(workspacesOperations).map(([name, operation]) => ({ name, operation, sdk: workspaces })),
];

test.each(operations)(
  'The request of $name has the members of the SDK, and requires the same',
  ({ name, operation, sdk }) => {
    const shape = sdkShape(sdk, `${name}Request`);
    expect(Object.keys(operation.input).sort()).toEqual([...shape.members].sort());
    const required = Object.entries(operation.input).filter(([, rule]) => rule.required);
    expect(required.map(([member]) => member).sort()).toEqual([...shape.required].sort());
  },
);

describe('A seeded world', () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: manualClock(), size: { sessions: 1000, pools: 10 } });
  const location = world.location(defaultAccountId, defaultRegion);
  const kinds = [
    ['Fleet', appstream, [...location.fleets.values()], []],
    ['Stack', appstream, [...location.stacks.values()], []],
    ['Session', appstream, [...location.appStreamSessions.values()], []],
    // "Reserved for future use."
    ['Session', ssm, [...location.ssmSessions.values()], ['Details', 'OutputUrl']],
    ['InstanceInformation', ssm, [...location.nodes.values()], []],
    ['Workspace', workspaces, [...location.workspaces.values()], []],
    ['WorkspaceConnectionStatus', workspaces, [...location.workspaceConnections.values()], []],
    ['WorkspacesPool', workspaces, [...location.pools.values()], []],
    ['WorkspacesPoolSession', workspaces, [...location.poolSessions.values()], []],
  ] as const;

  test.each(kinds)('fills every member of %s', (name, sdk, things, except) => {
    const seen = new Set([...things.flatMap((thing) => Object.keys(thing)), ...except]);
    expect([...seen].sort()).toEqual([...sdkShape(sdk, name).members].sort());
  });

  test.each(kinds)('leaves out no member that AWS guarantees of %s', (name, sdk, things) => {
    const { required } = sdkShape(sdk, name);
    for (const thing of things) expect(Object.keys(thing)).toEqual(expect.arrayContaining([...required]));
  });
});
