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

/** What breaks those who wrote against `published`: a sentence each, in the words of graphql-js. */
export function breakingChanges(published: string, current: string): string[] {
  const [before, after] = [buildSchema(published), buildSchema(current)];
  return [
    ...findBreakingChanges(before, after),
    // The same document then means another thing, and nobody is told.
    ...findDangerousChanges(before, after).filter(({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE),
  ]
    .map(({ description }) => description)
    .concat(changedDefaults(before, after))
    .sort();
}

/** The same schema without what nobody's program depends on: descriptions may become better every day. */
export function withoutDescriptions(sdl: string): string {
  return `${print(visit(parse(sdl), { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }))}\n`;
}

/** graphql-js compares the defaults of arguments, and not those of the fields of inputs. */
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
