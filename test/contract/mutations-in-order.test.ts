import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('design', { State: 'STOPPED' }).world });
});
afterEach(() => gateway.close());

const calls = () => gateway.calls().map(({ operation }) => operation);

describe('Mutations of one document', () => {
  const TWO = `mutation {
    first: updateFleet(input: { name: "design", displayName: "one" }) { fleet { displayName } userErrors { code } }
    second: updateFleet(input: { name: "design", displayName: "two" }) { fleet { displayName } userErrors { code } }
  }`;

  test('run one after the other, each with its own reading, however often the document comes', async () => {
    for (let time = 0; time < 3; time += 1) {
      gateway.emulator.clearCalls();
      const { data } = await gateway.query(TWO);
      expect(data).toEqual({
        first: { fleet: { displayName: 'one' }, userErrors: [] },
        second: { fleet: { displayName: 'two' }, userErrors: [] },
      });
      const once = ['DescribeFleets', 'UpdateFleet', 'DescribeFleets'];
      expect(calls()).toEqual([...once, ...once]);
    }
  });

  test('do not stop at a rejected one', async () => {
    const { data } = await gateway.query(`mutation {
      first: startFleet(input: { name: "absent" }) { fleet { name } userErrors { code } }
      second: startFleet(input: { name: "design" }) { fleet { name } userErrors { code } }
    }`);
    expect(data.first).toEqual({ fleet: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(data.second).toEqual({ fleet: { name: 'design' }, userErrors: [] });
  });
});
