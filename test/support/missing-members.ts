import {
  type GraphQLType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';

/** A name that is not AWS's with its first letter in lower case, by path: `{ 'Session.Id': 'sessionId' }`. */
export type Renamed = Readonly<Record<string, string>>;

type Kind = 'list' | 'map' | 'structure' | 'text' | 'number' | 'boolean' | 'time';

/** The GraphQL types that do for a plain member. */
const SCALARS = {
  text: ['String', 'ID'],
  number: ['Int', 'Float'],
  boolean: ['Boolean'],
  time: ['DateTime'],
} as const;

/**
 * Members of an SDK's schema that a GraphQL type, of answers or of inputs, does not have: a sentence each. Structures
 * are compared member by member, lists item by item, and a map has to be a list of `key` and `value`.
 *
 * @param schema what an SDK package exports as `<Name>$`
 */
export function missingMembers(
  type: GraphQLType,
  schema: unknown,
  renamed: Renamed = {},
  path = getNamedType(type).name,
): string[] {
  const inside = getNullableType(type);
  const { kind, args } = takeApart(schema);
  switch (kind) {
    case 'structure': {
      const [name, members, types] = args as [string, readonly string[], readonly unknown[]];
      if (!isObjectType(inside) && !isInputObjectType(inside)) return [`${path} is no object.`];
      const fields = inside.getFields();
      return members.flatMap((member, index) => {
        const fieldName = renamed[`${name}.${member}`] ?? lowerFirst(member);
        const field = fields[fieldName];
        const at = `${path}.${fieldName}`;
        return field ? missingMembers(field.type, types[index], renamed, at) : [`${at} is missing.`];
      });
    }
    case 'list':
      return isListType(inside) ? missingMembers(inside.ofType, args[0], renamed, path) : [`${path} is no list.`];
    case 'map': {
      const entry = isListType(inside) ? getNullableType(inside.ofType) : null;
      if (!isObjectType(entry) && !isInputObjectType(entry)) return [`${path} is no list of entries.`];
      return missingMembers(entry, [STRUCTURE, '', 'entry', 0, ['Key', 'Value'], args], renamed, path);
    }
    default: {
      const allowed: readonly string[] = SCALARS[kind];
      const isRight = (kind === 'text' && isEnumType(inside)) || allowed.includes(String(inside));
      return isRight ? [] : [`${path} is ${inside}, not ${allowed[0]}.`];
    }
  }
}

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;

/**
 * Smithy's static schemas: a tuple begins with its kind, a number is a plain member, with a flag where it is a list or
 * a map of such. `args` of a structure are its name, the names and the types of its members.
 */
function takeApart(schema: unknown): { readonly kind: Kind; readonly args: readonly unknown[] } {
  if (typeof schema === 'function') return takeApart(schema());
  if (typeof schema === 'number') return ofNumber(schema);
  if (!Array.isArray(schema)) throw new Error('This is no schema of the SDK.');
  const [kind, , name, , ...rest] = schema as readonly unknown[];
  // A member with traits of its own is a pair of its schema and the traits.
  if (schema.length === 2) return takeApart(kind);
  if (kind === STRUCTURE) return { kind: 'structure', args: [name, rest[0], rest[1]] };
  if (kind === LIST) return { kind: 'list', args: rest };
  if (kind === MAP) return { kind: 'map', args: rest };
  return takeApart(kind === 0 ? rest[0] : kind);
}

function ofNumber(number: number): { readonly kind: Kind; readonly args: readonly unknown[] } {
  if (number & 128) return { kind: 'map', args: [0, number & ~128] };
  if (number & 64) return { kind: 'list', args: [number & ~64] };
  const kind = ({ 0: 'text', 1: 'number', 2: 'boolean', 4: 'time' } as const)[number];
  if (!kind) throw new Error(`No rule for ${number} in a schema of the SDK.`);
  return { kind, args: [] };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
