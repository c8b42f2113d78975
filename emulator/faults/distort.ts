import type { Habits } from '../habits.ts';

/** An answer with what AWS may leave out left out, and with values that are newer than the SDK. */
export function distort(output: Record<string, unknown>, habits: Habits): Record<string, unknown> {
  if (habits.absentMembers.length === 0 && Object.keys(habits.newerValues).length === 0) return output;
  return distortValue(output, habits) as Record<string, unknown>;
}

function distortValue(value: unknown, habits: Habits): unknown {
  if (Array.isArray(value)) return value.map((item) => distortValue(item, habits));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value)
    .filter(([name]) => !habits.absentMembers.includes(name))
    .map(([name, member]) => [name, habits.newerValues[name] ?? distortValue(member, habits)]);
  return Object.fromEntries(members);
}
