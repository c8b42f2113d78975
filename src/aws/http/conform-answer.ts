import type { Log } from '../../log/log.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';
import { type Dropped, shapeCheck } from './shape-check.ts';

/** Members by which the items of an operation's list are identified. */
export interface ListedItems {
  readonly list: string;
  /** Members without which an item cannot be shown; AWS documents them as always present. */
  readonly required: readonly string[];
  /** Members that the input has, too: an item that lacks one gets the input's. */
  readonly given?: readonly string[];
}

/** Listed items by operation. */
export type Listings = Readonly<Record<string, ListedItems>>;

interface Args {
  readonly input: object;
}

interface Result<Output> {
  readonly output: Output;
  readonly response: unknown;
}

/** Context of a Smithy middleware. `__smithy_context` has the operation's schema: kind, namespace, name, traits, input, output. */
interface Context {
  readonly commandName?: string;
  readonly [key: string]: unknown;
}

type Next<Input extends Args, Output> = (args: Input) => Promise<Result<Output>>;

/**
 * Outermost middleware of an SDK client: makes every answer conform to AWS's model. Drops members of another type, skips
 * items of another type or without a required member, and logs one line for each answer that did not conform.
 */
export function conformAnswers(service: string, listings: Listings, log?: Log) {
  return <Input extends Args, Output extends object>(
    next: Next<Input, Output>,
    context: Context,
  ): Next<Input, Output> =>
    async (args) => {
      const { operation, schema } = operationOf(context);
      if (!schema) return next(args);
      const dropped: Dropped = { items: 0, members: 0, first: undefined };
      const { answer, rest } = await next(args).then(
        (result) => ({ answer: result.output as object, rest: result }),
        (error: unknown) => readable(error),
      );
      const checked = shapeCheck(schema)(answer, dropped, '') as Record<string, unknown>;
      if (Object.keys(checked).length === 0) checkMembers(rest.response, schema);
      const listing = listings[operation];
      if (listing) checked[listing.list] = keyedItems(checked[listing.list], listing, args.input, dropped);
      if (dropped.items + dropped.members > 0) {
        const { items: skipped, members, first } = dropped;
        log?.warn(
          { service, operation, skipped, members, first },
          'AWS sent values that violate its model; they are left out',
        );
      }
      const $metadata = (answer as { $metadata?: unknown }).$metadata;
      return { ...rest, output: { ...checked, $metadata } as unknown as Output };
    };
}

function operationOf(context: Context): { readonly operation: string; readonly schema: object | undefined } {
  const { operationSchema } = (context.__smithy_context ?? {}) as { operationSchema?: readonly unknown[] };
  const output = operationSchema?.[5];
  const schema = typeof output === 'function' ? (output() as unknown) : output;
  return {
    operation: String(operationSchema?.[2]),
    schema: typeof schema === 'object' && schema !== null ? schema : undefined,
  };
}

/**
 * Parses the JSON of an answer that the SDK failed to deserialize because of one malformed value: a time that is a text
 * fails the whole page.
 *
 * @throws the SDK's error for any other failure
 */
function readable(error: unknown): { readonly answer: object; readonly rest: { readonly response: unknown } } {
  const { $response: response, $fault, $metadata } = error as SdkError;
  if ($fault === undefined && response?.statusCode === 200) {
    const answer = parse(response.body);
    if (answer) return { answer: { ...answer, $metadata }, rest: { response } };
  }
  throw error;
}

interface SdkError {
  readonly $response?: { readonly statusCode?: number; readonly body?: unknown };
  readonly $fault?: unknown;
  readonly $metadata?: unknown;
}

/** @throws UpstreamFailure NOT_AWS for an object that has members, but none of AWS's model */
function checkMembers(response: unknown, schema: object): void {
  const members = (schema as readonly unknown[])[4];
  if (!Array.isArray(members) || members.length === 0) return;
  const raw = parse((response as { body?: unknown } | undefined)?.body);
  const names = Object.keys(raw ?? {});
  if (names.length === 0 || names.some((name) => members.includes(name))) return;
  throw new UpstreamFailure('NOT_AWS', `An object without any of ${members.join(', ')}`, 200);
}

function parse(body: unknown): object | null {
  if (!(body instanceof Uint8Array)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function keyedItems(list: unknown, { list: name, required, given = [] }: ListedItems, input: object, dropped: Dropped) {
  if (!Array.isArray(list)) return list;
  const items = list.map((item: object) => ({ ...pick(input, given), ...item }));
  const keyed = items.filter((item) => required.every((member) => Reflect.get(item, member)));
  if (keyed.length < items.length) {
    dropped.items += items.length - keyed.length;
    dropped.first ??= name;
  }
  return keyed;
}

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, Reflect.get(from, name)]));
}
