import {
  astFromValue,
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  parse,
  print,
  visit,
} from 'graphql';

/** Lists the changes that break clients of the `published` schema, as sentences of graphql-js. */
export function breakingChanges(published: string, current: string): string[] {
  const [before, after] = [buildSchema(published), buildSchema(current)];
  return [
    ...findBreakingChanges(before, after),
    // Changes the meaning of existing documents without an error.
    ...findDangerousChanges(before, after).filter(({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE),
  ]
    .map(({ description }) => description)
    .concat(changedDefaults(before, after))
    .sort();
}

/** Removes descriptions from a schema: no client depends on them. */
export function withoutDescriptions(sdl: string): string {
  return `${print(visit(parse(sdl), { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }))}\n`;
}

/** Lists changed defaults of input fields: graphql-js compares only those of arguments. */
function changedDefaults(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const now = after.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const remaining = now.getFields()[field.name];
      const [old, fresh] = [defaultOf(field), defaultOf(remaining)];
      if (!remaining || old === undefined || old === fresh) return [];
      return [`${type.name}.${field.name} has changed defaultValue from ${old} to ${fresh ?? 'none'}.`];
    });
  });
}

function defaultOf(field: GraphQLInputField | undefined): string | undefined {
  const value = field && astFromValue(field.defaultValue, field.type);
  return value ? print(value) : undefined;
}
