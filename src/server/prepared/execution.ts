import { type GraphQLError, type GraphQLResolveInfo, getArgumentValues, locatedError } from 'graphql';
import type { Completion } from './completion.ts';
import type { Arguments, FieldPlan, OperationPlan, Variables } from './operation-plan.ts';

/** Position in the answer, from its end; undefined: the answer itself. */
export type Path = GraphQLResolveInfo['path'] | undefined;

/** One execution of an operation. */
export interface Execution {
  readonly plan: OperationPlan;
  readonly root: unknown;
  readonly context: unknown;
  /** Coerced. */
  readonly variables: Variables;
  /** Arguments with variables, coerced once for all objects of a selection. */
  readonly args: Map<FieldPlan, Arguments>;
  readonly errors: GraphQLError[];
  /** Positions that are null because of an error. Errors below them are not reported. */
  readonly nulled: Set<Path>;
}

/** Resolves a field as graphql-js does, which the resolver cannot tell apart. */
export function resolveField(execution: Execution, field: FieldPlan, source: unknown, path: Path): unknown {
  const { resolve } = field;
  const args = field.args ?? argumentsOf(execution, field);
  if (resolve === null) return memberOf(execution, field, source, args, path);
  return resolve(
    source,
    args,
    execution.context,
    (field.takesInfo ? infoOf(execution, field, path) : undefined) as never,
  );
}

/** Reads the member of the field's name, which may be a method. */
function memberOf(execution: Execution, field: FieldPlan, source: unknown, args: Arguments, path: Path): unknown {
  const hasMembers = (typeof source === 'object' && source !== null) || typeof source === 'function';
  if (!hasMembers) return undefined;
  const member: unknown = (source as Readonly<Record<string, unknown>>)[field.definition.name];
  if (typeof member !== 'function') return member;
  return (member as Method).call(source, args, execution.context, infoOf(execution, field, path));
}

type Method = (args: Arguments, context: unknown, info: GraphQLResolveInfo) => unknown;

/** @throws GraphQLError for a variable that the argument cannot have */
function argumentsOf({ args, variables }: Execution, field: FieldPlan): Arguments {
  const known = args.get(field);
  if (known) return known;
  const coerced = Object.freeze(getArgumentValues(field.definition, field.nodes[0] as never, variables));
  args.set(field, coerced);
  return coerced;
}

/** Returns what resolvers may read of the execution. */
export function infoOf({ plan, root, variables }: Execution, field: FieldPlan, path: Path): GraphQLResolveInfo {
  // Yoga's packages declare members that only their own executor has.
  return {
    fieldName: field.definition.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path,
    schema: plan.schema,
    fragments: plan.fragments,
    rootValue: root,
    operation: plan.operation,
    variableValues: variables,
  } as GraphQLResolveInfo;
}

/**
 * Reports the error of a place, and returns null for it.
 *
 * @throws GraphQLError the located error, where no null may be: the parent fails instead
 */
export function failed(
  execution: Execution,
  { nodes }: FieldPlan,
  { isNonNull }: Completion,
  path: Path,
  error: unknown,
): null {
  const located = locatedError(error, nodes, keysOf(path));
  if (isNonNull) throw located;
  report(execution, located, path);
  return null;
}

export function report({ errors, nulled }: Execution, error: GraphQLError, path: Path): void {
  for (let above = path; above !== undefined; above = above.prev) if (nulled.has(above)) return;
  if (nulled.has(undefined)) return;
  nulled.add(path);
  errors.push(error);
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}
