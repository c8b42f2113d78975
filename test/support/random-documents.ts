import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A query that may be valid. */
export interface RandomDocument {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The first of its operations, where it has two. */
  readonly operationName: string | undefined;
}

export type Random = () => number;

/** Mulberry32: the same seed gives the same numbers. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of arguments, by their names: existing, missing and invalid ones. */
export type ArgumentValues = Readonly<Record<string, readonly unknown[]>>;

export interface GeneratorOptions {
  readonly schema: GraphQLSchema;
  readonly values: ArgumentValues;
  /** Share of selections with `@skip` or `@include`. */
  readonly conditions: number;
  /** Fields of one document, about. */
  readonly fields?: number;
}

const ODD_ALIASES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'idx0',
  'then',
  'Fleet',
  'a_b',
  'nodes_name',
  '_1',
  '__defineGetter__',
  'valueOf',
  'toJSON',
  'prototype',
  'length',
  'data',
  'errors',
];

/** Name that no type has as a field. */
const INTROSPECTION = [
  '__schema { queryType { name } }',
  'i: __schema { directives { name args { name type { kind name } } } }',
  '__type(name: "Fleet") { kind fields { name } }',
  'none: __type(name: "Nothing") { kind }',
];

/** Queries over a schema: fragments of every kind, aliases, conditions, variables that are there, null, absent or have defaults. */
export function randomDocument(
  random: Random,
  { schema, values, conditions, fields = 25 }: GeneratorOptions,
): RandomDocument {
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const fragments = new Map<string, { readonly on: string; readonly text: string }>();
  let budget = 3 + Math.floor(random() * fields);

  const chance = (share: number) => random() < share;
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

  function variable(type: string, value: unknown, literal: string): string {
    const name = `${oneOf(['v', 'a_v', 'argument'])}${definitions.length}`;
    const isRequired = type.endsWith('!');
    const hasDefault = chance(isRequired ? 0.2 : 0.4);
    const isAbsent = hasDefault ? chance(0.4) : !isRequired && chance(0.2);
    // A null where none may be is rejected before anything is executed, unless a default makes the variable fit.
    const plain = isRequired && hasDefault && chance(0.7) ? type.slice(0, -1) : type;
    definitions.push(`$${name}: ${plain}${hasDefault ? ` = ${literal}` : ''}`);
    if (!isAbsent) variables[name] = !plain.endsWith('!') && chance(0.15) ? null : value;
    return `$${name}`;
  }

  /** A value as JSON, and as a literal that may hold variables. */
  function inputOf(name: string, type: GraphQLInputType): { readonly json: unknown; readonly literal: string } {
    const plain = getNullableType(type);
    if (!isNonNullType(type) && chance(0.05)) return { json: null, literal: 'null' };
    if (isListType(plain)) {
      const items = Array.from({ length: Math.floor(random() * 3) }, () => inputOf(name, plain.ofType));
      if (items.length === 1 && chance(0.3)) return items[0] as never;
      return {
        json: items.map(({ json }) => json),
        literal: `[${items.map((item) => within(item, plain.ofType)).join(', ')}]`,
      };
    }
    if (isInputObjectType(plain)) {
      const given = Object.values(plain.getFields()).filter((field) => isRequiredInputField(field) || chance(0.2));
      const members = given.map((field) => ({ ...inputOf(field.name, field.type), field }));
      return {
        json: Object.fromEntries(members.map(({ field, json }) => [field.name, json])),
        literal: `{${members.map((item) => `${item.field.name}: ${within(item, item.field.type)}`).join(', ')}}`,
      };
    }
    if (isEnumType(plain)) {
      const { name: value } = oneOf(plain.getValues());
      return { json: value, literal: value };
    }
    const defaults: ArgumentValues = { Int: [0, 1, 2, 3], Boolean: [true, false], String: ['x'], ID: ['x'] };
    const json = oneOf(values[name] ?? defaults[plain.name] ?? ['x']);
    return { json, literal: plain.name === '_Any' ? anyLiteral(json) : literalOf(json, random) };
  }

  /** An object of the custom scalar, one member of which may be a variable. */
  function anyLiteral(json: unknown): string {
    const members = Object.entries(json as object).map(([key, value]) => {
      const literal = literalOf(value, random);
      return `${key}: ${chance(0.1) ? variable(oneOf(['String', 'ID', 'String!']), value, literal) : literal}`;
    });
    return `{${members.join(', ')}}`;
  }

  function within({ json, literal }: { json: unknown; literal: string }, type: GraphQLInputType): string {
    return chance(0.1) && !literal.includes('$') ? variable(String(type), json, literal) : literal;
  }

  function argument({ name, type, defaultValue }: GraphQLArgument): string {
    const { json, literal } = inputOf(name, type);
    const typeName =
      isNonNullType(type) && defaultValue !== undefined && chance(0.5) ? String(type.ofType) : String(type);
    // With a variable inside, it cannot be a default.
    return `${name}: ${chance(0.35) && !literal.includes('$') ? variable(typeName, json, literal) : literal}`;
  }

  function condition(): string {
    const order = chance(0.5) ? ['skip', 'include'] : ['include', 'skip'];
    const names = chance(conditions) ? order.slice(0, chance(0.2) ? 2 : 1) : [];
    return names.map(directive).join('');
  }

  function directive(name: string): string {
    const isYes = chance(0.5);
    const type = oneOf(['Boolean!', 'Boolean!', 'Boolean']);
    const yes = chance(0.5) ? String(isYes) : variable(type, isYes, String(chance(0.5)));
    return ` @${name}(if: ${yes})`;
  }

  function field(definition: GraphQLField<unknown, unknown>, depth: number): string {
    const given = definition.args.filter((each) => isRequiredArgument(each) || chance(0.25));
    const type = getNamedType(definition.type);
    const alias =
      given.length > 0 || chance(0.15)
        ? `${oneOf(['a', 'b', 'c'])}${definition.name}${given.length ? definitions.length + budget : ''}: `
        : '';
    const odd = chance(0.03) ? `${oneOf(ODD_ALIASES)}: ` : alias;
    const args = given.length > 0 ? `(${given.map(argument).join(', ')})` : '';
    const once = () => `${odd}${definition.name}${args}${condition()}${below()}`;
    const below = () => (isCompositeType(type) ? ` ${selection(type, depth + 1)}` : '');
    // The same again, with other fields below it, is one field.
    return chance(0.04) ? `${once()} ${once()}` : once();
  }

  function namedFragment(on: string, depth: number): string {
    const known = [...fragments].filter(([, fragment]) => fragment.on === on);
    if (known.length > 0 && chance(0.6)) return oneOf(known)[0];
    const text = selection(schema.getType(on) as GraphQLNamedType, depth + 1);
    const name = `F${fragments.size}`;
    fragments.set(name, { on, text });
    return name;
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    const fieldsOf =
      isObjectType(type) || isAbstractType(type) ? Object.values('getFields' in type ? type.getFields() : {}) : [];
    const leaves = fieldsOf.filter(
      (each) => !isCompositeType(getNamedType(each.type)) && !each.args.some(isRequiredArgument),
    );
    const below = fieldsOf.filter((each) => isCompositeType(getNamedType(each.type)));
    const parts: string[] = [];
    const count = 1 + Math.floor(random() * 4);
    for (let index = 0; index < count || parts.length === 0; index += 1) {
      budget -= 1;
      if (depth === 0 && chance(0.02)) parts.push(oneOf(INTROSPECTION));
      const isDeep = depth < 9 && budget > 0;
      const roll = random();
      if (roll < 0.12 && isDeep && depth > 0) {
        parts.push(`...${namedFragment(conditionOn(type), depth)}${condition()}`);
      } else if (roll < 0.24 && isDeep) {
        const on = chance(0.25) ? '' : ` on ${conditionOn(type)}`;
        const inner = on ? (schema.getType(on.slice(4)) as GraphQLNamedType) : type;
        parts.push(`...${on}${condition()} ${selection(inner, depth + 1)}`);
      } else if (below.length > 0 && isDeep && roll < 0.7) parts.push(field(preferred(below), depth));
      else if (leaves.length > 0) parts.push(field(oneOf(leaves), depth));
      else parts.push(`${chance(0.2) ? 'kind: ' : ''}__typename${condition()}`);
    }
    return `{ ${parts.join(' ')} }`;
  }

  /** Lists lead further than the rest of a connection. */
  function preferred(below: readonly GraphQLField<unknown, unknown>[]): GraphQLField<unknown, unknown> {
    const lists = below.filter(({ name }) => name === 'nodes' || name === 'edges' || name === 'node');
    return lists.length > 0 && chance(0.7) ? oneOf(lists) : oneOf(below);
  }

  function conditionOn(type: GraphQLNamedType): string {
    if (isAbstractType(type)) return oneOf([type, ...schema.getPossibleTypes(type)]).name;
    return isObjectType(type) ? oneOf([type, ...type.getInterfaces()]).name : type.name;
  }

  const root = selection(schema.getQueryType() as GraphQLNamedType, 0);
  const head = definitions.length > 0 ? `query Q(${definitions.join(', ')}) ` : 'query Q ';
  const named = [...fragments].map(([name, { on, text }]) => `fragment ${name} on ${on} ${text}`);
  const operationName = chance(0.1) ? 'Q' : undefined;
  const other = operationName ? ['query R { __typename }'] : [];
  return { document: [head + root, ...other, ...named].join('\n'), variables, operationName };
}

/** A value as a literal: texts in each of the ways in which they can be written. */
function literalOf(json: unknown, random: Random): string {
  if (Array.isArray(json)) return `[${json.map((each) => literalOf(each, random)).join(', ')}]`;
  if (typeof json !== 'string') return JSON.stringify(json);
  const roll = random();
  if (roll < 0.05 && /^[\w-]+$/.test(json)) return `"""${json}"""`;
  if (roll < 0.1) return JSON.stringify(json).replace(/\w/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  return JSON.stringify(json);
}
