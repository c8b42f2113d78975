import { ServiceError } from '../service-error.ts';
import type { InputTable, MemberRule } from './constraints.ts';

type StringRule = Extract<MemberRule, { type: 'string' }>;
type Measure = 'value' | 'length';

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Validates a request against its operation's constraint table.
 *
 * @throws ServiceError SerializationException for a value of the wrong JSON type, else one ValidationException that lists
 * all violations
 */
export function checkInput(input: Record<string, unknown>, table: InputTable): void {
  const violations = violationsOfMembers(input, table, '');
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw new ServiceError('ValidationException', `${count} detected: ${violations.join('; ')}`);
}

function violationsOfMembers(input: Record<string, unknown>, table: InputTable, path: string): string[] {
  // Stricter than AWS, which ignores unknown members: a misspelt member must fail in tests.
  const unknown = Object.keys(input)
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => `Value at '${pathTo(path, name)}' failed to satisfy constraint: Member is not known`);
  const known = Object.entries(table).flatMap(([name, rule]) => {
    const value = input[name];
    const at = pathTo(path, name);
    if (value !== undefined && value !== null) return violationsOf(value, rule, at);
    return rule.required ? [failure(null, at, 'Member must not be null')] : [];
  });
  return [...unknown, ...known];
}

function violationsOf(value: unknown, rule: MemberRule, at: string): string[] {
  switch (rule.type) {
    case 'string':
      return violationsOfString(expectType(value, 'string', at), rule, at);
    case 'integer':
      if (!Number.isInteger(expectType(value, 'number', at))) throw serializationError(at, 'an integer');
      return range(Number(value), rule, 'value').map((constraint) => failure(value, at, constraint));
    case 'boolean':
      expectType(value, 'boolean', at);
      return [];
    case 'list':
      if (!Array.isArray(value)) throw serializationError(at, 'a list');
      return [
        ...range(value.length, rule, 'length').map((constraint) => failure(value, at, constraint)),
        ...violationsOfAll(value, rule.member, { whole: value, at, says: 'Member must satisfy constraint' }),
      ];
    case 'map': {
      const map = expectObject(value, at);
      const keys = Object.keys(map);
      return [
        ...range(keys.length, rule, 'length').map((constraint) => failure(map, at, constraint)),
        ...violationsOfAll(keys, rule.key, { whole: map, at, says: 'Map keys must satisfy constraint' }),
        ...violationsOfAll(Object.values(map), rule.value, {
          whole: map,
          at,
          says: 'Map value must satisfy constraint',
        }),
      ];
    }
    case 'structure':
      return violationsOfMembers(expectObject(value, at), rule.members, at);
  }
}

/** Reports a structure in a list by its path; for strings and numbers, as AWS does, the whole list and all constraints of its members. */
function violationsOfAll(
  items: readonly unknown[],
  rule: MemberRule,
  { whole, at, says }: { whole: unknown; at: string; says: string },
): string[] {
  if (rule.type === 'structure' || rule.type === 'list' || rule.type === 'map') {
    return items.flatMap((item, index) => violationsOf(item, rule, `${at}.${index + 1}.member`));
  }
  const broken = items.filter((item) => violationsOf(item, rule, at).length > 0);
  return broken.length === 0 ? [] : [failure(whole, at, `${says}: [${constraintsOf(rule).join(', ')}]`)];
}

function violationsOfString(value: string, rule: StringRule, at: string): string[] {
  const constraints = range([...value].length, rule, 'length');
  if (rule.pattern && !fullMatch(rule.pattern, value)) constraints.push(patternText(rule.pattern));
  if (rule.enum && !rule.enum.includes(value)) constraints.push(enumText(rule.enum));
  return constraints.map((constraint) => failure(value, at, constraint));
}

/** All constraints of a string or a number, in AWS's order. */
function constraintsOf(rule: MemberRule): string[] {
  const { min, max } = rule as Bounds;
  const what = rule.type === 'integer' ? 'value' : 'length';
  return [
    ...(max === undefined ? [] : [maxText(max, what)]),
    ...(min === undefined ? [] : [minText(min, what)]),
    ...(rule.type === 'string' && rule.pattern ? [patternText(rule.pattern)] : []),
    ...(rule.type === 'string' && rule.enum ? [enumText(rule.enum)] : []),
  ];
}

function range(size: number, { min, max }: Bounds, what: Measure): string[] {
  return [
    ...(min !== undefined && size < min ? [minText(min, what)] : []),
    ...(max !== undefined && size > max ? [maxText(max, what)] : []),
  ];
}

const minText = (min: number, what: Measure) => `Member must have ${what} greater than or equal to ${min}`;
const maxText = (max: number, what: Measure) => `Member must have ${what} less than or equal to ${max}`;
const patternText = ({ source }: RegExp) => `Member must satisfy regular expression pattern: ${source}`;
const enumText = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`;

function failure(value: unknown, at: string, constraint: string): string {
  const shown = value === null ? 'Value null' : `Value '${printed(value)}'`;
  return `${shown} at '${at}' failed to satisfy constraint: ${constraint}`;
}

/** Matches the whole value: patterns of service models are implicitly anchored. */
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

/** Prints a value as Java does: `[a, b]`, `{key=value}`. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${printed(member)}`);
  return `{${members.join(', ')}}`;
}

/** Path of a member; AWS prints member names with the first letter in lower case. */
function pathTo(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? member : `${path}.${member}`;
}
