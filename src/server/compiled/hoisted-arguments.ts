import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLArgument,
  GraphQLError,
  GraphQLScalarType,
  GraphQLSchema,
  isNonNullType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Scalar that does not coerce. GraphQL's specification reserves its name, so no document can use it. */
const COERCED = new GraphQLScalarType({ name: '__Coerced' });

/** An operation whose arguments are all variables. */
export interface HoistedOperation {
  /** The operation alone, with the fragments of its document. */
  readonly document: DocumentNode;
  /**
   * Computes the values of the variables, coerced by graphql-js.
   *
   * @param variables of the original operation, coerced
   * @returns undefined if graphql-js would reject an argument during execution
   */
  valuesFor(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined;
}

interface Hoisted {
  readonly name: string;
  readonly value: ValueNode;
  readonly definition: GraphQLArgument;
}

/**
 * Replaces every argument by a variable of its own. graphql-jit (0.8.9) writes literals into the compiled code: a string that
 * begins with its internal mark for dates is executed as code, a variable within a custom scalar's literal is dropped, and its
 * coercion of variables differs from that of graphql-js. Compiled code therefore contains no value of a client's document, and
 * coerces none.
 */
export function hoistArguments(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: DocumentNode['definitions'],
): HoistedOperation {
  const hoisted: Hoisted[] = [];
  const types = new TypeInfo(schema);

  const replaced = visit<DocumentNode>(
    { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions: [] }, ...fragments] },
    visitWithTypeInfo(types, {
      Argument(node): ArgumentNode | undefined {
        const definition = types.getArgument();
        if (!definition) throw new GraphQLError(`There is no argument "${node.name.value}".`);
        const name = `argument${hoisted.length}`;
        hoisted.push({ name, value: node.value, definition });
        return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } };
      },
      // Do not visit the new variable: its type is not the argument's.
      Variable: () => false,
    }),
  );
  const [first, ...others] = replaced.definitions;
  const document: DocumentNode = {
    ...replaced,
    definitions: [
      { ...(first as OperationDefinitionNode), variableDefinitions: hoisted.map(({ name }) => definitionOf(name)) },
      ...others,
    ],
  };
  return { document, valuesFor: (variables) => valuesOf(hoisted, variables) };
}

const schemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** Returns the schema that hoisted operations are compiled for: the given one with the uncoerced scalar. */
export function schemaForHoisted(schema: GraphQLSchema): GraphQLSchema {
  const known = schemas.get(schema);
  if (known) return known;
  const config = schema.toConfig();
  const extended = new GraphQLSchema({ ...config, types: [...config.types, COERCED], assumeValid: true });
  schemas.set(schema, extended);
  return extended;
}

function definitionOf(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } },
  };
}

/** Coerces arguments as `getArgumentValues` of graphql-js does; absent ones are left out, so that their defaults apply. */
function valuesOf(
  hoisted: readonly Hoisted[],
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, value: node, definition } of hoisted) {
    if (node.kind === Kind.VARIABLE && !Object.hasOwn(variables, node.name.value)) {
      if (isRequiredArgument(definition)) return undefined;
      continue;
    }
    const value = valueFromAST(node, definition.type, variables);
    if (value === undefined || (value === null && isNonNullType(definition.type))) return undefined;
    values[name] = value;
  }
  return values;
}
