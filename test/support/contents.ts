import type { Place } from '../../emulator/world/state.ts';

/** Everything in a place as plain, comparable data, in its order. */
export function contentsOf(place: Place): Record<string, unknown> {
  const { fleets, stacks, associations, appStreamSessions, ssmSessions, nodes, pools, poolSessions } = place;
  const all = [fleets, stacks, appStreamSessions, ssmSessions, nodes, pools, poolSessions].map((table) => [
    ...table.values(),
  ]);
  return structuredClone({ all, associations: [...associations] });
}
