import {
  astFromValue,
  type BreakingChange,
  buildASTSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  parse,
  print,
} from 'graphql';

/** A change that breaks clients, and why it was made nevertheless. */
export interface Acceptance {
  /** The check's own sentence: `Fleet.arn was removed.` */
  readonly change: string;
  readonly reason: string;
}

export interface SchemaChanges {
  /** What breaks clients, and nobody has accepted. */
  readonly unaccepted: readonly string[];
  readonly accepted: readonly Acceptance[];
  /** Acceptances of what does not happen, or without a reason. */
  readonly misfits: readonly string[];
  /** What may surprise a client, and breaks none that is written with care. */
  readonly dangerous: readonly string[];
}

/** What becomes different for those who wrote against `published`, in the words of graphql-js. */
export function schemaChanges(
  published: string,
  current: string,
  acceptances: readonly Acceptance[] = [],
): SchemaChanges {
  const [before, after] = [schemaOf(published), schemaOf(current)];
  const dangerous = findDangerousChanges(before, after);
  const isSilent = ({ type }: { type: string }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE;
  const breaking = [
    ...findBreakingChanges(before, after).map(sentence),
    // The same document then means another thing, and nobody is told.
    ...dangerous.filter(isSilent).map(sentence),
    ...inputDefaultChanges(before, after),
    ...removedKeys(published, current),
  ];
  const accepts = (change: string) => acceptances.some((each) => each.change === change);
  return {
    unaccepted: breaking.filter((change) => !accepts(change)),
    accepted: acceptances.filter(({ change }) => breaking.includes(change)),
    misfits: [
      ...acceptances.filter(({ change }) => !breaking.includes(change)).map(({ change }) => `No longer so: ${change}`),
      ...acceptances
        .filter(({ reason }) => !reason?.trim())
        .map(({ change }) => `Accepted without a reason: ${change}`),
    ],
    dangerous: dangerous.filter((change) => !isSilent(change)).map(sentence),
  };
}

/** A subgraph's SDL uses directives that its router defines. */
function schemaOf(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl), { assumeValidSDL: true });
}

function sentence({ description }: Pick<BreakingChange, 'description'>): string {
  return description;
}

/** graphql-js compares the defaults of arguments, and not those of the fields of inputs. */
function inputDefaultChanges(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const now = after.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const remaining = now.getFields()[field.name];
      const [old, fresh] = [defaultOf(field), defaultOf(remaining)];
      if (!remaining || old === undefined || old === fresh) return [];
      const what =
        fresh === undefined ? 'defaultValue was removed' : `has changed defaultValue from ${old} to ${fresh}`;
      return [`${type.name}.${field.name} ${what}.`];
    });
  });
}

function defaultOf(field: GraphQLInputField | undefined): string | undefined {
  const value = field && astFromValue(field.defaultValue, field.type);
  return value ? print(value) : undefined;
}

/** graphql-js compares no directives; of a subgraph's, the keys are what other subgraphs join by. */
function removedKeys(before: string, after: string): string[] {
  const remaining = new Set(keysOf(after));
  return keysOf(before)
    .filter((key) => !remaining.has(key))
    .map((key) => `${key} was removed.`);
}

function keysOf(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    return (definition.directives ?? [])
      .filter(({ name }) => name.value === 'key')
      .map((directive) => `${definition.name.value} ${print(directive)}`);
  });
}
