import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';

/** Parts of an operation that determine the number of values of its answer. */
export interface Selected {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

export type Field = GraphQLField<unknown, unknown>;

/** Contribution of a field to the number of values of an answer. */
export interface FieldSize {
  /** Number of values of the field itself, list values of its arguments included. */
  readonly own: number;
  /** Number of times that the selection of the field is executed. */
  readonly items: number;
  /** Page size for a list right below the field; null if the field has no pages. */
  readonly page: number | null;
}

/** Computes the size of a field. @param page page size of the parent field */
export type SizeOf = (field: Field, node: FieldNode, page: number | null) => FieldSize;

/** Upper bound of sums, which keeps them finite and comparable. */
const MOST = 1e12;

/**
 * Estimates the values of an answer from above: every selected field, as often as it may occur. An abstract type counts as its
 * largest possible type. Duplicate selections of a field count each. Each selection is counted once per type, so that nested
 * types do not multiply the work.
 */
export function selectedValues({ schema, fragments, variableValues }: Selected, sizeOf: SizeOf) {
  const known = new Map<SelectionSetNode, Map<string, number>>();

  function ofSet(set: SelectionSetNode, type: GraphQLNamedType, page: number | null): number {
    if (isAbstractType(type)) {
      return Math.max(0, ...schema.getPossibleTypes(type).map((possible) => ofSet(set, possible, page)));
    }
    if (!isObjectType(type)) return 0;
    const sums = known.get(set) ?? new Map<string, number>();
    known.set(set, sums);
    const key = `${type.name} ${page}`;
    const sum = sums.get(key) ?? set.selections.reduce((total, each) => total + ofSelection(each, type, page), 0);
    sums.set(key, sum);
    return Math.min(sum, MOST);
  }

  function ofSelection(selection: SelectionNode, type: GraphQLObjectType, page: number | null): number {
    if (!isIncluded(selection, variableValues)) return 0;
    if (selection.kind === Kind.FIELD) return ofField(selection, type, page);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    if (!fragment || !appliesTo(fragment.typeCondition?.name.value, type)) return 0;
    return ofSet(fragment.selectionSet, type, page);
  }

  function ofField(node: FieldNode, type: GraphQLObjectType, page: number | null): number {
    const field = fieldOf(type, node.name.value);
    if (!field) return 1;
    const size = sizeOf(field, node, page);
    const below = node.selectionSet ? ofSet(node.selectionSet, getNamedType(field.type), size.page) : 0;
    // An item of a list is a value itself: an object or a scalar.
    return 1 + size.own + size.items * (below + (isList(field) ? 1 : 0));
  }

  function appliesTo(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditional = schema.getType(condition);
    return isAbstractType(conditional) && schema.isSubType(conditional, type);
  }
  return ofSet;
}

/** Returns the definition of a field, introspection fields included. */
function fieldOf(type: GraphQLObjectType, name: string): Field | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return type.getFields()[name];
}

export function isList({ type }: Field): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function isIncluded(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (!selection.directives?.length) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
  );
}
