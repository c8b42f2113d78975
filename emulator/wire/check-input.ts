import { ServiceError } from '../service-error.ts';
import type { InputTable, MemberRule } from './constraints.ts';

/**
 * Holds a request against its operation's table, and refuses it as AWS does: a value of the wrong JSON type is a
 * SerializationException, everything else one ValidationException that lists all violations.
 */
export function checkInput(input: Record<string, unknown>, table: InputTable): void {
  const violations = violationsOfMembers(input, table, '');
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw new ServiceError('ValidationException', `${count} detected: ${violations.join('; ')}`);
}

function violationsOfMembers(input: Record<string, unknown>, table: InputTable, path: string): string[] {
  // AWS ignores a member it does not know. An emulator that did would hide a typing error until the first real call.
  const unknown = Object.keys(input)
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => `Value at '${pathTo(path, name)}' failed to satisfy constraint: Member is not known`);
  const known = Object.entries(table).flatMap(([name, rule]) => {
    const value = input[name];
    const at = pathTo(path, name);
    if (value !== undefined && value !== null) return violationsOf(value, rule, at);
    return rule.required ? [failure('null', at, 'Member must not be null')] : [];
  });
  return [...unknown, ...known];
}

function violationsOf(value: unknown, rule: MemberRule, at: string): string[] {
  switch (rule.type) {
    case 'string':
      return violationsOfString(expectType(value, 'string', at), rule, at);
    case 'integer':
      if (!Number.isInteger(expectType(value, 'number', at))) throw serializationError(at, 'an integer');
      return range(Number(value), rule, at, String(value), 'value');
    case 'boolean':
      expectType(value, 'boolean', at);
      return [];
    case 'list': {
      if (!Array.isArray(value)) throw serializationError(at, 'a list');
      const members = value.flatMap((member, index) => violationsOf(member, rule.member, `${at}.${index + 1}.member`));
      return [...range(value.length, rule, at, printed(value), 'length'), ...members];
    }
    case 'map': {
      const entries = Object.entries(expectObject(value, at));
      const members = entries.flatMap(([key, member]) => [
        ...violationsOf(key, rule.key, `${at}.key`),
        ...violationsOf(member, rule.value, `${at}.${key}.value`),
      ]);
      return [...range(entries.length, rule, at, printed(value), 'length'), ...members];
    }
    case 'structure':
      return violationsOfMembers(expectObject(value, at), rule.members, at);
  }
}

function violationsOfString(value: string, rule: Extract<MemberRule, { type: 'string' }>, at: string): string[] {
  const violations = range([...value].length, rule, at, value, 'length');
  if (rule.pattern && !fullMatch(rule.pattern, value)) {
    violations.push(failure(value, at, `Member must satisfy regular expression pattern: ${rule.pattern.source}`));
  }
  if (rule.enum && !rule.enum.includes(value)) {
    violations.push(failure(value, at, `Member must satisfy enum value set: [${rule.enum.join(', ')}]`));
  }
  return violations;
}

function range(
  size: number,
  { min, max }: { min?: number; max?: number },
  at: string,
  shown: string,
  what: 'value' | 'length',
): string[] {
  const violations: string[] = [];
  if (min !== undefined && size < min) {
    violations.push(failure(shown, at, `Member must have ${what} greater than or equal to ${min}`));
  }
  if (max !== undefined && size > max) {
    violations.push(failure(shown, at, `Member must have ${what} less than or equal to ${max}`));
  }
  return violations;
}

function failure(value: string, at: string, constraint: string): string {
  const shown = value === 'null' ? 'Value null' : `Value '${value}'`;
  return `${shown} at '${at}' failed to satisfy constraint: ${constraint}`;
}

/** A pattern of a model holds for the whole value, anchored or not. */
function fullMatch(pattern: RegExp, value: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(value);
}

interface JsonTypes {
  string: string;
  number: number;
  boolean: boolean;
}

function expectType<Name extends keyof JsonTypes>(value: unknown, type: Name, at: string): JsonTypes[Name] {
  const actual: string = typeof value;
  if (actual !== type) throw serializationError(at, `a ${type}`);
  return value as JsonTypes[Name];
}

function expectObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw serializationError(at, 'a structure');
}

function serializationError(at: string, expected: string): ServiceError {
  return new ServiceError('SerializationException', `${at} must be ${expected}`);
}

function printed(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(', ')}]` : JSON.stringify(value);
}

/** AWS prints member names with the first letter in lower case. */
function pathTo(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? member : `${path}.${member}`;
}
