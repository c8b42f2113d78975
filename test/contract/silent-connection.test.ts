import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

test('A connection to AWS that stays silent is given up in time to try once more within the deadline', async () => {
  const gateway = await startGateway({ world: buildWorld().fleet('design').world, deadlineMs: 9_500 });
  onTestFinished(() => gateway.close());
  gateway.emulator.faults.push({ kind: 'hang', operation: 'DescribeFleets', times: 1 });
  const { data, errors } = await gateway.query('{ fleets { nodes { name } } }');
  expect(errors).toBeUndefined();
  expect(data.fleets.nodes).toEqual([{ name: 'design' }]);
  expect(gateway.calls().map(({ outcome }) => outcome)).toEqual(['hang', 'ok']);
});
