import { expect, onTestFinished, test } from 'vitest';
import { ACCESS_SCOPES } from '../../src/schema/access/access.ts';
import { startGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const REQUESTS = 200;

test(`${REQUESTS} requests of one caller let the one request of another caller through`, async () => {
  const gateway = await startGateway({
    world: buildWorld().fleets(1).world,
    deadlineMs: 60_000,
    authenticator: () => ({
      callerOf: (authorization) => ({ name: authorization ?? '', user: null, scopes: new Set(ACCESS_SCOPES) }),
      ready: async () => {},
    }),
  });
  onTestFinished(() => gateway.close());
  gateway.emulator.faults.push({ service: 'appstream', operation: 'DescribeFleets', kind: 'delay', delay: 20 });
  const ask = (caller: string, name: string) => gateway.query(`{ fleet(name: "${name}") { name } }`, {}, caller);
  const lookups = () => gateway.calls().filter(({ operation }) => operation === 'DescribeFleets');

  const many = Array.from({ length: REQUESTS }, (_, index) => ask('many', `missing-${index}`));
  await expect.poll(() => lookups().length).toBeGreaterThan(1);
  const one = ask('one', 'fleet-1');
  await Promise.all([one, ...many]);
  expect((await one).errors).toBeUndefined();
  const order = lookups().map(({ input }) => String(input.Names));
  expect(order.length).toBeGreaterThan(REQUESTS);
  // Those in flight when it came are before it, and whatever was sent while the process read it.
  expect(order.indexOf('fleet-1')).toBeLessThan(REQUESTS / 2);
});
