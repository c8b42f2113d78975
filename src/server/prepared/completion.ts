import {
  type GraphQLAbstractType,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

/** Steps by which values of a type become those of an answer. */
export type Completion = Nullability & (LeafCompletion | ListCompletion | AbstractCompletion | ObjectCompletion);

interface Nullability {
  readonly isNonNull: boolean;
}

export interface LeafCompletion {
  readonly kind: 'leaf';
  readonly type: GraphQLLeafType;
  /** True if a string is its own text. */
  readonly isText: boolean;
}

export interface ListCompletion {
  readonly kind: 'list';
  readonly items: Completion;
}

export interface AbstractCompletion {
  readonly kind: 'abstract';
  readonly type: GraphQLAbstractType;
}

export interface ObjectCompletion {
  readonly kind: 'object';
  readonly type: GraphQLObjectType;
}

export function completionOf(outer: GraphQLOutputType): Completion {
  const isNonNull = isNonNullType(outer);
  const type = isNonNull ? outer.ofType : outer;
  if (isListType(type)) return { kind: 'list', isNonNull, items: completionOf(type.ofType) };
  if (isLeafType(type)) {
    return { kind: 'leaf', isNonNull, type, isText: type === GraphQLString || type === GraphQLID };
  }
  if (isAbstractType(type)) return { kind: 'abstract', isNonNull, type };
  return { kind: 'object', isNonNull, type };
}
