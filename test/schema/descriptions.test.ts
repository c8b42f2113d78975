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
import { expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** The paths of everything in a schema that says nothing of itself. */
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

function bare(prefix: string, things: readonly Described[]): string[] {
  return things.filter(({ description }) => !description?.trim()).map(({ name }) => prefix + name);
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

test('The description of a type or field is a whole sentence', () => {
  const odd: string[] = [];
  const see = (path: string, { description }: Described) => {
    if (!/^[A-Z`"'0-9].*[.:;]$/s.test(description?.trim() ?? '')) odd.push(`${path}: ${description}`);
  };
  for (const type of Object.values(apiSchema.getTypeMap())) {
    if (isIntrospectionType(type) || (!isObjectType(type) && !isInputObjectType(type))) continue;
    see(type.name, type);
    for (const field of Object.values(type.getFields())) see(`${type.name}.${field.name}`, field);
  }
  expect(odd).toEqual([]);
});
