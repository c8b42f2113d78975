import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentSpreadNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Makes the errors of compiled code those of graphql-js, which knows the nodes of the document that they belong to. Compiled
 * code knows the path and where each node begins.
 */
export function locateErrors(
  result: ExecutionResult,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const { message, path, extensions } = error;
    const begins = new Set(error.locations?.map(({ line, column }) => `${line}:${column}`));
    // The same path may lead to other fields in other types.
    const nodes = fieldsAt(path ?? [], document, operation).filter(({ loc }) => {
      return loc && begins.has(`${loc.startToken.line}:${loc.startToken.column}`);
    });
    // A null where none may be: to graphql-js that is an error of the resolver, and not of the client.
    const originalError = error.originalError ?? (extensions?.code === undefined ? new Error(message) : undefined);
    return new GraphQLError(message, { nodes, path, originalError, extensions });
  });
  return { ...result, errors };
}

/** The fields that a path of response names leads to; indexes of lists do not count. */
function fieldsAt(
  path: readonly (string | number)[],
  document: DocumentNode,
  operation: OperationDefinitionNode,
): FieldNode[] {
  const names = path.filter((key) => typeof key === 'string');
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  let fields: FieldNode[] = [];
  for (const name of names) {
    fields = sets.flatMap((set) => fieldsNamed(name, set, document));
    sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return [...new Set(fields)];
}

function fieldsNamed(name: string, { selections }: SelectionSetNode, document: DocumentNode): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value === name ? [selection] : [];
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragmentOf(selection, document);
    return set ? fieldsNamed(name, set, document) : [];
  });
}

function fragmentOf(spread: FragmentSpreadNode, document: DocumentNode): SelectionSetNode | undefined {
  for (const definition of document.definitions) {
    const isWanted = definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === spread.name.value;
    if (isWanted) return definition.selectionSet;
  }
  return undefined;
}
