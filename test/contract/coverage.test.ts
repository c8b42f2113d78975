import { describe, expect, test } from 'vitest';
import { SESSION_SERVICES } from '../../src/sessions/providers.ts';
import { startGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, PLACES, SCOPES } from '../support/locations.ts';
import { storedHistory } from '../support/stored-history.ts';
import { USAGE, usageOf } from '../support/usage-query.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

const { world } = buildWorld()
  .fleet('design')
  .stack('Design')
  .associate('Design', 'design')
  .appStreamSessions({ stack: 'Design', fleet: 'design', count: 2 })
  .node('i-00000000000000001')
  .ssmSessions({ count: 1 });

interface Place {
  readonly service: string;
  readonly location: { readonly accountId: string | null; readonly region: string };
  readonly observedShare: number;
}

const WINDOW = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const COVERAGE = `query ($filter: SessionHistoryFilter!) {
  liveSessions { totalCount }
  sessionHistory(filter: $filter) { coverage { service location { accountId region } observedShare } } }`;

/** Accounts that are configured with their id, and one whose id AWS tells with the first scan. */
const WORLDS: Record<string, TestGatewayOptions & { readonly places: typeof PLACES }> = {
  'one account that AWS names': { world, places: [{ accountId: testAccountId, region: testRegion }] as never },
  'accounts that roles name': { world: fourLocations(), scopes: SCOPES, places: PLACES },
};

describe.each(Object.entries(WORLDS))('With %s', (_, { places, ...options }) => {
  test.each(['memory', 'a file'])('a store in %s has each service and location once, by its account', async (kind) => {
    const store = kind === 'memory' ? kind : await storedHistory([]);
    const gateway = await startGateway({ ...options, environment: { GATEWAY_STORE: store } });
    try {
      const ask = async (filter: object) =>
        (await gateway.query(COVERAGE, { filter: { ...WINDOW, ...filter } })).data.sessionHistory.coverage as Place[];
      const expected = SESSION_SERVICES.flatMap((service) =>
        places.map((location) => JSON.stringify([service, location])),
      );
      for (let time = 0; time < 2; time += 1) {
        const found = (await ask({})).map(({ service, location }) => JSON.stringify([service, location]));
        expect(found.toSorted()).toEqual(expected.toSorted());
      }
      const [first] = places as [(typeof places)[0]];
      expect(await ask({ services: ['SSM'], regions: [first.region], accountIds: [first.accountId] })).toHaveLength(1);
      expect(await ask({ accountIds: ['999999999999'] })).toEqual([]);
      expect(await ask({ regions: ['mars-1'] })).toEqual([]);
    } finally {
      await gateway.close();
    }
  });
});

test('A series of an account is observed as far as that account is, not as all are', async () => {
  const gateway = await startGateway({ world: fourLocations(), scopes: SCOPES, services: ['SSM'] });
  try {
    await gateway.query('{ liveSessions(first: 0) { totalCount } }');
    const ask = async () => {
      const [from, to] = [new Date(Date.now() - 1_000).toISOString(), new Date().toISOString()];
      const variables = { filter: { from, to }, by: ['ACCOUNT'], interval: 'MONTH' };
      return usageOf(await gateway.query(USAGE, variables)).series.map(({ key, total }) => [
        key[0]?.value,
        total.observedShare > 0,
      ]);
    };
    await expect.poll(async () => (await ask()).toSorted()).toEqual(ACCOUNTS.map((account) => [account, true]));
  } finally {
    await gateway.close();
  }
});
