import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** Weight of a selection that is visited, whether or not its type applies. */
const SCANNED = 1 / 16;

/**
 * Estimates the compiled code of an operation: each selected field counts once per possible parent type, and for each of these
 * the whole selection below it. graphql-jit generates code for each possible type, so the code grows with the number of types to
 * the power of the depth.
 *
 * @returns `limit` or more if counting stops there: its time is bounded by the limit
 */
export function compilationWeight(schema: GraphQLSchema, document: DocumentNode, limit: number): number {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }

  let weight = 0;
  function countType(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): void {
    for (const each of isAbstractType(type) ? schema.getPossibleTypes(type) : [type]) countObject(each, sets);
  }

  function countObject(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): void {
    if (weight >= limit) return;
    for (const nodes of collect(type, sets).values()) {
      weight += nodes.length;
      if (weight >= limit) return;
      const [first] = nodes;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const fieldType = first && getNamedType(type.getFields()[first.name.value]?.type);
      if (below.length > 0 && isCompositeType(fieldType)) countType(fieldType, below);
      if (weight >= limit) return;
    }
  }

  function collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    function add({ selections }: SelectionSetNode): void {
      for (const selection of selections) {
        weight += SCANNED;
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          const same = fields.get(name);
          if (same) same.push(selection);
          else fields.set(name, [selection]);
          continue;
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue;
          spread.add(selection.name.value);
        }
        if (fragment && applies(fragment.typeCondition, type)) add(fragment.selectionSet);
      }
    }
    sets.forEach(add);
    return fields;
  }

  function applies(condition: FragmentDefinitionNode['typeCondition'] | undefined, type: GraphQLObjectType): boolean {
    const wanted = condition && typeFromAST(schema, condition);
    if (wanted === undefined || wanted === type) return true;
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  countType(root, [(operation as OperationDefinitionNode).selectionSet]);
  return Math.ceil(weight);
}
