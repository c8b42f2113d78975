import { startEmulator } from '../../emulator/emulator.ts';
import { buildWorld } from '../../test/support/world.ts';

/** Counts of the world that `startVanishedAws` serves. */
export const VANISHED_WORLD = { fleets: 70, nodes: 70, terminatedNodes: 150, activeSessions: 100 } as const;

const instanceId = (index: number) => `i-${String(index).padStart(17, '0')}`;

/** Starts an emulated AWS in which most targets of ended shell sessions do not exist any more. Serves lists by the hundred. */
export function startVanishedAws() {
  const { fleets, nodes, terminatedNodes, activeSessions } = VANISHED_WORLD;
  const builder = buildWorld().fleets(fleets);
  for (let index = 0; index < nodes; index += 1) builder.node(instanceId(index));
  builder.ssmSessions({ count: activeSessions, each: (index) => ({ Target: instanceId(index % nodes) }) });
  builder.ssmSessions({
    state: 'History',
    count: terminatedNodes + 50,
    each: (index) => ({ Target: instanceId(index < terminatedNodes ? 100_000 + index : index - terminatedNodes) }),
  });
  return startEmulator({ world: builder.world, quirks: { unsizedPageLength: 100 } });
}
