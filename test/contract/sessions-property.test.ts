import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { startGateway } from '../support/gateway.ts';
import { PLACES, SCOPES } from '../support/locations.ts';
import { idsIn, idsOf, sessionsPages } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

const TYPES = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const;
const few = fc.nat(3);
const locations = fc.record({
  pairs: fc.array(fc.record({ stack: fc.nat(2), counts: fc.array(few, { maxLength: 4 }) }), { maxLength: 3 }),
  shells: few,
  pools: fc.array(few, { maxLength: 2 }),
});
const worlds = fc.array(locations, { minLength: 1, maxLength: PLACES.length }).map((told) => {
  const builder = buildWorld();
  for (const [index, { pairs, shells, pools }] of told.entries()) {
    const { accountId, region } = PLACES[index] as (typeof PLACES)[number];
    builder.at(accountId, region).ssmSessions({ count: shells });
    for (const [number, { stack: at, counts }] of pairs.entries()) {
      const [stack, fleet] = [`Stack-${at}`, `fleet-${number}`];
      builder.fleet(fleet).stack(stack).associate(stack, fleet);
      for (const [type, count] of counts.entries())
        builder.appStreamSessions({ stack, fleet, count, AuthenticationType: TYPES[type] });
    }
    for (const [number, count] of pools.entries())
      builder.pool(`Pool-${number}`).poolSessions({ pool: `Pool-${number}`, count });
  }
  return builder.world;
});
const quirks = fc.record({
  emptyPageEvery: fc.constantFrom(0, 2, 3),
  tokenAfterLastPage: fc.boolean(),
  emptyStringAsLastToken: fc.boolean(),
  sessionsDefaultToApiUsers: fc.boolean(),
  unsizedPageLength: fc.integer({ min: 1, max: 3 }),
});
/** Each denies something: a service, a location, a fleet, an authentication type. */
const faults = fc.uniqueArray(
  fc.constantFrom<Partial<Fault>>(
    { service: 'ssm' },
    { service: 'workspaces', operation: 'DescribeWorkspacesPoolSessions' },
    { service: 'appstream', operation: 'DescribeFleets' },
    { service: 'appstream', operation: 'ListAssociatedStacks', inputContains: 'fleet-1' },
    { operation: 'DescribeSessions', inputContains: 'SAML' },
    { operation: 'DescribeSessions', region: 'us-east-1' },
    { service: 'sts', inputContains: PLACES[0]?.accountId },
  ),
  { maxLength: 3 },
);
const firsts = fc.integer({ min: 1, max: 9 });

test('For any world and any `first`, following cursors gives each session once, whatever failed and recovered', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, quirks, faults, firsts, async (world, quirk, broken, first) => {
      const gateway = await startGateway({ world, quirks: quirk, scopes: SCOPES });
      try {
        const all = idsIn(world);
        for (const fault of broken)
          gateway.emulator.faults.push({ kind: 'error', code: 'AccessDeniedException', status: 403, ...fault });
        const pages = await sessionsPages(gateway, { first });
        const served = idsOf(pages);
        expect(new Set(served).size).toBe(served.length);
        expect(all).toEqual(expect.arrayContaining(served));
        if (served.length < all.length) expect(pages.at(-1)?.incomplete).toBe(true);
        for (const page of pages.slice(0, -1)) expect(page.edges).not.toEqual([]);

        gateway.emulator.faults.splice(0);
        const isPending = pages.at(-1)?.incomplete ?? false;
        const rest = isPending
          ? await sessionsPages(gateway, { first, after: pages.at(-1)?.pageInfo.endCursor ?? null })
          : [];
        expect([...served, ...idsOf(rest)].toSorted()).toEqual(all.toSorted());
        if (isPending) expect(rest.at(-1)?.incomplete).toBe(false);
      } finally {
        await gateway.close();
      }
    }),
    { numRuns: 30 },
  );
});
