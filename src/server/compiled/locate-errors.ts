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
 * Converts the errors of compiled code to those of graphql-js, which refer to nodes of the document. Compiled code reports the
 * path, and the start location of each node.
 */
export function locateErrors(
  result: ExecutionResult,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const { message, path, extensions } = error;
    const starts = new Set(error.locations?.map(({ line, column }) => `${line}:${column}`));
    // One path may lead to different fields of different types.
    const nodes = fieldsAt(path ?? [], document, operation).filter(({ loc }) => {
      return loc && starts.has(`${loc.startToken.line}:${loc.startToken.column}`);
    });
    // A null in a non-null field: graphql-js reports an error of the resolver, not of the client.
    const originalError = error.originalError ?? (extensions?.code === undefined ? new Error(message) : undefined);
    return new GraphQLError(message, { nodes, path, originalError, extensions });
  });
  return { ...result, errors };
}

/** Finds the fields at a path of response names; list indexes are ignored. */
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
