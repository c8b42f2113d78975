import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import type { Field } from '../../schema/cost/selected-values.ts';

const knownSchemas = new WeakMap<GraphQLSchema, ReadonlyMap<Field, number>>();

/** Returns the number of items of each introspection list: exact for lists of the schema, the average for lists of its types. */
export function introspectedItems(schema: GraphQLSchema): ReadonlyMap<Field, number> {
  const known = knownSchemas.get(schema);
  if (known) return known;
  const types = Object.values(schema.getTypeMap());
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const average = (sum: number, count: number) => Math.max(1, Math.ceil(sum / count));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const items = {
    '__Schema.types': types.length,
    '__Schema.directives': schema.getDirectives().length,
    '__Type.fields': average(fields.length, types.length),
    '__Type.interfaces': average(sum(withFields.map((type) => type.getInterfaces().length)), types.length),
    '__Type.possibleTypes': average(
      sum(types.map((type) => (isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type).length : 0))),
      types.length,
    ),
    '__Type.enumValues': average(
      sum(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))),
      types.length,
    ),
    '__Type.inputFields': average(
      sum(types.map((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0))),
      types.length,
    ),
    '__Field.args': average(sum(fields.map(({ args }) => args.length)), fields.length),
    '__Directive.args': average(
      sum(schema.getDirectives().map(({ args }) => args.length)),
      schema.getDirectives().length,
    ),
    '__Directive.locations': average(
      sum(schema.getDirectives().map(({ locations }) => locations.length)),
      schema.getDirectives().length,
    ),
  };
  const byField = new Map<Field, number>();
  for (const [name, count] of Object.entries(items)) {
    const [typeName = '', fieldName = ''] = name.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field) byField.set(field, count);
  }
  knownSchemas.set(schema, byField);
  return byField;
}
