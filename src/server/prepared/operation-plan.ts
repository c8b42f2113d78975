import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { type Completion, completionOf } from './completion.ts';

export type Arguments = Readonly<Record<string, unknown>>;
export type Variables = Readonly<Record<string, unknown>>;

/** A field of a selection on one object type. */
export interface FieldPlan {
  /** Name in the answer. */
  readonly name: string;
  /** The field at each place where it is selected. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Null: the member of the field's name is its value. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  readonly takesInfo: boolean;
  /** Arguments without variables; null: coerced during execution. */
  readonly args: Arguments | null;
  readonly completion: Completion;
  /** False for a leaf whose resolver sees no path. */
  readonly takesPath: boolean;
  /** Selections below the field, by the type of its objects. */
  readonly selections: Map<GraphQLObjectType, SelectionPlan>;
}

/** The fields that are selected on one object type. */
export interface SelectionPlan {
  readonly fields: readonly FieldPlan[];
  /** True if plain objects cannot have one of the names as an own member: `__proto__`. */
  readonly hasOddName: boolean;
}

/** Parts of an operation that do not change between its executions; selections are added when they are first met. */
export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** True if the fields depend on variables, by `@skip` or `@include`: such a plan serves one execution. */
  readonly isConditional: boolean;
  /** Number of the fields so far. */
  size: number;
  root: SelectionPlan | undefined;
}

export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  }
  const isConditional = document.definitions.some((each) => 'selectionSet' in each && hasConditions(each.selectionSet));
  return { schema, operation, fragments, isConditional, size: 0, root: undefined };
}

/** Returns the fields of the operation itself. */
export function rootSelection(plan: OperationPlan, type: GraphQLObjectType, variables: Variables): SelectionPlan {
  const { schema, fragments, operation } = plan;
  plan.root ??= planSelection(plan, type, collectFields(schema, fragments, variables, type, operation.selectionSet));
  return plan.root;
}

/** Returns the fields that are selected below a field, on objects of a type. */
export function selectionBelow(
  plan: OperationPlan,
  { nodes, selections }: FieldPlan,
  type: GraphQLObjectType,
  variables: Variables,
): SelectionPlan {
  const known = selections.get(type);
  if (known) return known;
  const fields = collectSubfields(plan.schema, plan.fragments, variables, type, nodes);
  const selection = planSelection(plan, type, fields);
  selections.set(type, selection);
  return selection;
}

function planSelection(
  plan: OperationPlan,
  type: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): SelectionPlan {
  const fields = [...collected].flatMap(([name, nodes]) => planField(plan, type, name, nodes) ?? []);
  plan.size += fields.length;
  return { fields, hasOddName: collected.has('__proto__') };
}

function planField(
  { schema }: OperationPlan,
  parentType: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
): FieldPlan | undefined {
  const [first] = nodes;
  const definition = first && definitionOf(schema, parentType, first.name.value);
  if (!definition) return undefined;
  const isTypeName = definition === TypeNameMetaFieldDef;
  const resolve = isTypeName ? () => parentType.name : (definition.resolve ?? null);
  const completion = completionOf(definition.type);
  // A resolver that declares no parameters may read them all.
  const takesInfo = resolve !== null && !isTypeName && (resolve.length === 0 || resolve.length > 3);
  return {
    name,
    nodes,
    parentType,
    definition,
    resolve,
    takesInfo,
    args: constantArguments(definition, first),
    completion,
    takesPath: takesInfo || completion.kind !== 'leaf',
    selections: new Map(),
  };
}

function definitionOf(
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (schema.getQueryType() === parentType) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parentType.getFields()[name];
}

const NO_ARGUMENTS: Arguments = Object.freeze({});

/** Coerces arguments once for all executions; null where that takes variables, or fails: each execution then reports the error. */
function constantArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode): Arguments | null {
  if (definition.args.length === 0) return NO_ARGUMENTS;
  if (hasVariables(node)) return null;
  try {
    return Object.freeze(getArgumentValues(definition, node));
  } catch {
    return null;
  }
}

/** Looks for directives with variables at and below the fields of a selection, those of fragments that it spreads left out. */
function hasConditions({ selections }: SelectionSetNode): boolean {
  return selections.some((each) => {
    if (each.directives?.some(hasVariables)) return true;
    return each.kind !== Kind.FRAGMENT_SPREAD && each.selectionSet !== undefined && hasConditions(each.selectionSet);
  });
}

/** Looks for variables in the arguments of a field or directive. */
function hasVariables({ arguments: given = [] }: Pick<FieldNode, 'arguments'>): boolean {
  return given.some(({ value }) => isVariable(value));
}

function isVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(isVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => isVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
