import type { Quirks } from './quirks.ts';

/** Applies the quirks `absentMembers` and `newerValues` to an answer. */
export function alterOutput(output: Record<string, unknown>, quirks: Quirks): Record<string, unknown> {
  if (quirks.absentMembers.length === 0 && Object.keys(quirks.newerValues).length === 0) return output;
  return alterValue(output, quirks) as Record<string, unknown>;
}

function alterValue(value: unknown, quirks: Quirks): unknown {
  if (Array.isArray(value)) return value.map((item) => alterValue(item, quirks));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value)
    .filter(([name]) => !quirks.absentMembers.includes(name))
    .map(([name, member]) => [name, quirks.newerValues[name] ?? alterValue(member, quirks)]);
  return Object.fromEntries(members);
}
