import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Paths of the elements of a schema that have no description. */
function undescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [...bare('', [type]), ...partsOf(type)]);
}

function partsOf(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return bare(`${type.name}.`, type.getValues());
  if (isInputObjectType(type)) return bare(`${type.name}.`, Object.values(type.getFields()));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const args = fields.flatMap((field) => bare(`${type.name}.${field.name}.`, field.args));
  return [...bare(`${type.name}.`, fields), ...args];
}

function bare(prefix: string, parts: readonly Described[]): string[] {
  return parts.filter(({ description }) => !description?.trim()).map(({ name }) => prefix + name);
}

test('Every type, field, argument, enum value and input field of the API has a description', () => {
  expect(undescribed(apiSchema)).toEqual([]);
});

test('One that lacks its description is found, wherever it is', () => {
  const schema = buildSchema(`
    type Query { field(argument: Input): Enum }
    input Input { inputField: Scalar }
    enum Enum { VALUE }
    scalar Scalar
    interface Interface { field: Int }
    """Blank is as good as none:""" union Union = Query
    """   """ union Blank = Query
  `);
  expect(undescribed(schema).sort()).toEqual([
    'Blank',
    'Enum',
    'Enum.VALUE',
    'Input',
    'Input.inputField',
    'Interface',
    'Interface.field',
    'Query',
    'Query.field',
    'Query.field.argument',
    'Scalar',
  ]);
});

/** Every description of the API with its path: `Fleet.sessions(first)`. */
function descriptions(schema: GraphQLSchema): [path: string, description: string][] {
  const found: [string, string][] = [];
  const add = (path: string, { description }: { readonly description?: string | null | undefined }) =>
    found.push([path, description?.trim() ?? '']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    add(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) add(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      add(`${type.name}.${field.name}`, field);
      for (const arg of field.args) add(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  return found;
}

/** Paths and descriptions that break a rule. */
const odd = (isOdd: (description: string) => boolean, schema = apiSchema) =>
  descriptions(schema)
    .filter(([, description]) => isOdd(description))
    .map(([path, description]) => `${path}: ${description}`);

/** Questions and pronouns at the start: the sentence then needs its field to be understood. */
const OPENING =
  /^(?:What|Who|Whoever|Whether|Where|When|Why|Which|How|Those|These|It|Its|They|Only|Somebody|Something|Everybody|Anything|The|An?)\b/;

/** Words that docs/glossary.md replaces. */
const BANNED =
  /\b(?:things?|whoever|whom|told|tells?|(?<!virtual )machines?(?!-readable)|persons?|people|somebody|nobody|everybody|mend(?:ed)?|ow(?:e|es|ed)|refuse[sd]?|kept|sought|gone|left out|is over|was over|as a rule|a moment)\b/i;

describe('A description', () => {
  test('is one or more whole sentences', () => {
    expect(odd((text) => !/^[A-Z`"'0-9].*[.:;]$/s.test(text))).toEqual([]);
  });

  test('begins with a noun or a verb', () => {
    // An action of a field: "The user is connected." says of an enum value what holds then.
    const values = new Set(
      Object.values(apiSchema.getTypeMap())
        .filter(isEnumType)
        .flatMap((type) => type.getValues().map(({ name }) => `${type.name}.${name}`)),
    );
    expect(odd((text) => OPENING.test(text)).filter((line) => !values.has(line.split(': ')[0] ?? ''))).toEqual([]);
    expect(odd((text) => OPENING.test(text) && !/^(?:The|An?) /.test(text))).toEqual([]);
  });

  test('uses the words of the glossary', () => {
    // The name of an OAuth scope is none of prose.
    expect(odd((text) => BANNED.test(text.replaceAll('`people:erase`', '')))).toEqual([]);
  });

  test('calls OAuth scopes scopes, and nothing else', () => {
    expect(odd((text) => /scope/i.test(text.replaceAll('OAuth scope', '')))).toEqual([]);
  });

  test('that breaks a rule is found, wherever it is', () => {
    const schema = buildSchema(`
      "Whatever." type Query { "What it is." field("Where it is." arg: Int): Int }
      "An enum." enum Enum { "It is over." VALUE }
    `);
    expect(odd((text) => OPENING.test(text) || BANNED.test(text), schema)).toEqual([
      'Query.field: What it is.',
      'Query.field(arg): Where it is.',
      'Enum: An enum.',
      'Enum.VALUE: It is over.',
    ]);
  });
});
