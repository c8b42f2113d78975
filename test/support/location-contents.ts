import type { LocationState } from '../../emulator/world/state.ts';

/** Everything in a location as plain, comparable data, in its order. */
export function contentsOf(location: LocationState): Record<string, unknown> {
  const { fleets, stacks, associations, appStreamSessions, ssmSessions, nodes, pools, poolSessions } = location;
  const all = [fleets, stacks, appStreamSessions, ssmSessions, nodes, pools, poolSessions].map((table) => [
    ...table.values(),
  ]);
  return structuredClone({ all, associations: [...associations] });
}
