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
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import { fieldsByName } from '../limits/selected-fields.ts';

/** Weight of a selection that is visited, whether or not its type applies. */
const SCANNED = 1 / 16;

/** An operation that is weighed, and its weight so far. */
interface Weighing {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly limit: number;
  weight: number;
}

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
  const weighing: Weighing = { schema, fragments, limit, weight: 0 };
  weighType(weighing, root, [(operation as OperationDefinitionNode).selectionSet]);
  return Math.ceil(weighing.weight);
}

function weighType(weighing: Weighing, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): void {
  for (const each of isAbstractType(type) ? weighing.schema.getPossibleTypes(type) : [type]) {
    weighObject(weighing, each, sets);
  }
}

function weighObject(weighing: Weighing, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): void {
  if (weighing.weight >= weighing.limit) return;
  for (const nodes of collectFields(weighing, type, sets).values()) {
    weighing.weight += nodes.length;
    if (weighing.weight >= weighing.limit) return;
    weighFieldType(weighing, type, nodes);
  }
}

/** Weighs the selections below one field. @param nodes the field at each place where it is selected */
function weighFieldType(weighing: Weighing, parent: GraphQLObjectType, nodes: readonly FieldNode[]): void {
  const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const [first] = nodes;
  const type = first && getNamedType(parent.getFields()[first.name.value]?.type);
  if (below.length > 0 && isCompositeType(type)) weighType(weighing, type, below);
}

/** Collects the fields that apply to a type, by response name. Every selection that is visited has a weight. */
function collectFields(
  weighing: Weighing,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  return fieldsByName(sets, (name) => weighing.fragments.get(name), {
    applies: (condition) => applies(weighing.schema, condition, type),
    onSelection() {
      weighing.weight += SCANNED;
    },
  });
}

function applies(schema: GraphQLSchema, condition: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
  const wanted = condition && typeFromAST(schema, condition);
  if (wanted === undefined || wanted === type) return true;
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}
