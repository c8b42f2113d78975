import { expect, test } from 'vitest';
import { POSTGRES } from '../support/postgres.ts';
import { ask } from '../support/process.ts';
import { startReplicas } from '../support/replicas.ts';
import { serveLive } from '../support/served-live.ts';
import { buildWorld } from '../support/world.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

/** Longer than any test: what is read anew was invalidated. */
const environment = {
  GATEWAY_CACHE_FLEETS_MS: '3600000',
  GATEWAY_CACHE_STACKS_MS: '3600000',
  GATEWAY_CACHE_ASSOCIATIONS_MS: '3600000',
};
const STATE = '{ fleet(name: "design") { state } }';
const STOP = 'mutation { stopFleet(input: { name: "design" }) { userErrors { code } } }';

test.skipIf(POSTGRES === null)(
  `A mutation on one replica invalidates what the others have cached, and nothing else does${reason}`,
  async () => {
    const { world } = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
    const replicas = await startReplicas(3, { world, environment });
    const urls = await Promise.all(replicas.all.map(serveLive));
    const [one = '', ...others] = urls;
    const stateOf = async (url: string) => {
      const { data } = (await ask(url, STATE)) as { data: { fleet: { state: string } } };
      return data.fleet.state;
    };
    for (const url of urls) expect(await stateOf(url)).toBe('RUNNING');
    const emulator = replicas.all[0]?.emulator;
    const [fleet] = world.location('123456789012', 'eu-west-1').fleets.values();
    // Changed in AWS by somebody else, it stays cached: only the mutation of a replica is known to all.
    if (fleet) fleet.State = 'STARTING';
    await replicas.pass(5_000);
    for (const url of urls) expect(await stateOf(url)).toBe('RUNNING');
    if (fleet) fleet.State = 'RUNNING';

    expect(await ask(one, STOP)).toEqual({ data: { stopFleet: { userErrors: [] } } });
    for (const url of others) {
      await replicas.until(async () => (await stateOf(url)) !== 'RUNNING');
      const [state, calls] = [await stateOf(url), emulator?.calls.length];
      for (let read = 0; read < 5; read += 1) expect(await stateOf(url)).toBe(state);
      expect(emulator?.calls.length).toBe(calls);
    }
  },
);
