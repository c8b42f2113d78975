import { defaultTypeResolver, type ExecutionResult, GraphQLError, type GraphQLObjectType, isObjectType } from 'graphql';
import type { AbstractCompletion, Completion, LeafCompletion, ListCompletion } from './completion.ts';
import { type Execution, failed, infoOf, type Path, report, resolveField } from './execution.ts';
import {
  type FieldPlan,
  type OperationPlan,
  rootSelection,
  type SelectionPlan,
  selectionBelow,
  type Variables,
} from './operation-plan.ts';

type Members = Record<string, unknown>;

/** Executes a planned operation as graphql-js does, all its fields at once: a query, or an event of a subscription. */
export function executePlan(
  plan: OperationPlan,
  root: unknown,
  context: unknown,
  variables: Variables,
): ExecutionResult | Promise<ExecutionResult> {
  const execution: Execution = { plan, root, context, variables, args: new Map(), errors: [], nulled: new Set() };
  const fail = (error: unknown) => {
    report(execution, error as GraphQLError, undefined);
    return resultOf(execution, null);
  };
  try {
    const type = plan.schema.getRootType(plan.operation.operation) as GraphQLObjectType;
    const data = executeFields(execution, rootSelection(plan, type, variables), root, undefined);
    return isPromise(data) ? data.then((all) => resultOf(execution, all as Members), fail) : resultOf(execution, data);
  } catch (error) {
    return fail(error);
  }
}

function resultOf({ errors }: Execution, data: Members | null): ExecutionResult {
  return errors.length === 0 ? { data } : { errors, data };
}

function executeFields(
  execution: Execution,
  { fields, hasOddName }: SelectionPlan,
  source: unknown,
  path: Path,
): Members | Promise<Members> {
  const members: Members = hasOddName ? Object.create(null) : {};
  let isPending = false;
  try {
    for (const field of fields) {
      const value = executeField(execution, field, source, path);
      members[field.name] = value;
      isPending ||= isPromise(value);
    }
  } catch (error) {
    if (!isPending) throw error;
    return whenResolved(members).finally(() => {
      throw error;
    });
  }
  return isPending ? whenResolved(members) : members;
}

async function whenResolved(members: Members): Promise<Members> {
  const names = Object.keys(members);
  const values = await Promise.all(Object.values(members));
  for (const [index, name] of names.entries()) members[name] = values[index];
  return members;
}

function executeField(execution: Execution, field: FieldPlan, source: unknown, parent: Path): unknown {
  // The path of a leaf is needed only when it fails.
  const path = field.takesPath ? pathOf(field, parent) : undefined;
  const { completion } = field;
  try {
    const value = resolveField(execution, field, source, path);
    const completed = isPromise(value)
      ? completeLater(execution, field, completion, path, path, value)
      : complete(execution, field, completion, path, path, value);
    if (!isPromise(completed)) return completed;
    return orFailed(execution, field, completion, path ?? pathOf(field, parent), completed);
  } catch (error) {
    return failed(execution, field, completion, path ?? pathOf(field, parent), error);
  }
}

/** Completes a value that is not there yet. */
function completeLater(
  execution: Execution,
  field: FieldPlan,
  completion: Completion,
  fieldPath: Path,
  path: Path,
  value: Promise<unknown>,
): Promise<unknown> {
  return value.then((resolved) => complete(execution, field, completion, fieldPath, path, resolved));
}

function orFailed(
  execution: Execution,
  field: FieldPlan,
  completion: Completion,
  path: Path,
  completed: Promise<unknown>,
): Promise<unknown> {
  return completed.then(undefined, (error) => failed(execution, field, completion, path, error));
}

const pathOf = ({ name, parentType }: FieldPlan, prev: Path): NonNullable<Path> => ({
  prev,
  key: name,
  typename: parentType.name,
});

/** Completes a value of a type. @param fieldPath path of the field, which resolvers of types see @param path of the value */
function complete(
  execution: Execution,
  field: FieldPlan,
  completion: Completion,
  fieldPath: Path,
  path: Path,
  value: unknown,
): unknown {
  if (value instanceof Error) throw value;
  if (value === null || value === undefined) {
    if (!completion.isNonNull) return null;
    const { parentType, definition } = field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  }
  switch (completion.kind) {
    case 'leaf':
      return completeLeaf(completion, value);
    case 'list':
      return completeList(execution, field, completion, fieldPath, path, value);
    case 'abstract':
      return completeAbstract(execution, field, completion, fieldPath, path, value);
    case 'object':
      return completeObject(execution, field, completion.type, fieldPath, path, value);
  }
}

function completeLeaf({ type, isText }: LeafCompletion, value: unknown): unknown {
  if (isText && typeof value === 'string') return value;
  const serialized: unknown = type.serialize(value);
  if (serialized === null || serialized === undefined) throw new Error(`A value of ${type.name} became null.`);
  return serialized;
}

function completeList(
  execution: Execution,
  field: FieldPlan,
  { items }: ListCompletion,
  fieldPath: Path,
  path: Path,
  value: unknown,
): unknown[] | Promise<unknown[]> {
  if (!isIterable(value)) throw notIterable(field);
  const completed: unknown[] = [];
  let isPending = false;
  try {
    for (const item of value) {
      const itemPath = { prev: path, key: completed.length, typename: undefined };
      const next = completeItem(execution, field, items, fieldPath, itemPath, item);
      isPending ||= isPromise(next);
      completed.push(next);
    }
  } catch (error) {
    // What other items reject with would otherwise end the process.
    Promise.all(completed).catch(() => {});
    throw error;
  }
  return isPending ? Promise.all(completed) : completed;
}

function completeItem(
  execution: Execution,
  field: FieldPlan,
  completion: Completion,
  fieldPath: Path,
  path: Path,
  item: unknown,
): unknown {
  try {
    const completed = isPromise(item)
      ? completeLater(execution, field, completion, fieldPath, path, item)
      : complete(execution, field, completion, fieldPath, path, item);
    return isPromise(completed) ? orFailed(execution, field, completion, path, completed) : completed;
  } catch (error) {
    return failed(execution, field, completion, path, error);
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function notIterable({ parentType, definition }: FieldPlan): GraphQLError {
  const where = `${parentType.name}.${definition.name}`;
  return new GraphQLError(`Expected Iterable, but did not find one for field "${where}".`);
}

function completeAbstract(
  execution: Execution,
  field: FieldPlan,
  { type }: AbstractCompletion,
  fieldPath: Path,
  path: Path,
  value: unknown,
): unknown {
  const { schema } = execution.plan;
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const name = resolveType(value, execution.context, infoOf(execution, field, fieldPath), type);
  return isPromise(name) ? name.then(completeAs) : completeAs(name);

  function completeAs(resolved: unknown): unknown {
    const runtimeType = typeof resolved === 'string' ? schema.getType(resolved) : undefined;
    if (!isObjectType(runtimeType) || !schema.isSubType(type, runtimeType)) {
      throw new GraphQLError(`${String(resolved)} is no type of ${type.name}.`, { nodes: field.nodes });
    }
    return completeObject(execution, field, runtimeType, fieldPath, path, value);
  }
}

function completeObject(
  execution: Execution,
  field: FieldPlan,
  type: GraphQLObjectType,
  fieldPath: Path,
  path: Path,
  value: unknown,
): unknown {
  if (type.isTypeOf) {
    const isOfType = type.isTypeOf(value, execution.context, infoOf(execution, field, fieldPath));
    if (!isOfType) throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: field.nodes });
  }
  return executeFields(execution, selectionBelow(execution.plan, field, type, execution.variables), value, path);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
