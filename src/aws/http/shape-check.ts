import { NormalizedSchema } from '@smithy/core/schema';
import { UpstreamFailure } from '../errors/upstream-failure.ts';

/** Counts of the values that were dropped from one answer. */
export interface Dropped {
  /** Dropped list items: not of their type, or without a required member. */
  items: number;
  /** Dropped members: not of their type. */
  members: number;
  /** Path of the first: `Fleets.State`. */
  first: string | undefined;
}

/** Returns a value that conforms to its type; undefined for a value of another type. */
type ShapeCheck = (value: unknown, dropped: Dropped, path: string) => unknown;

/** Most items of a list: pages of AWS have 200 at most; the fleet names of one stack could be a few thousand. */
const MAX_ITEMS = 10_000;
/** Longest NextToken, in characters. The longest that AWS documents has 2,048 (WorkSpaces); cursors carry them. */
const MAX_TOKEN_LENGTH = 16_384;
const MAX_INT = 2 ** 31 - 1;
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

const known = new WeakMap<object, ShapeCheck>();

/**
 * Returns the check of answers against AWS's model, which the SDK does not make: values of other types are dropped, as if
 * AWS had left them out.
 *
 * @param schema of the SDK
 */
export function shapeCheck(schema: object): ShapeCheck {
  const check = known.get(schema) ?? compile(NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]));
  known.set(schema, check);
  return check;
}

function compile(schema: NormalizedSchema): ShapeCheck {
  if (schema.isStructSchema()) return structure(schema);
  if (schema.isListSchema()) return list(compile(schema.getValueSchema()));
  if (schema.isMapSchema()) return map(compile(schema.getValueSchema()));
  if (schema.isStringSchema()) return (value) => (typeof value === 'string' ? value : undefined);
  if (schema.isBooleanSchema()) return (value) => (typeof value === 'boolean' ? value : undefined);
  if (schema.isTimestampSchema()) return time;
  if (schema.isNumericSchema()) return integer;
  return (value) => value;
}

function structure(schema: NormalizedSchema): ShapeCheck {
  const members = [...schema.structIterator()].map(([name, member]) => [name, compile(member)] as const);
  return (value, dropped, path) => {
    if (!isObject(value)) return undefined;
    const checked: Record<string, unknown> = {};
    for (const [name, check] of members) {
      const member = value[name];
      if (member === undefined || member === null) continue;
      const at = path === '' ? name : `${path}.${name}`;
      const right = check(member, dropped, at);
      if (right === undefined) {
        dropped.members += 1;
        dropped.first ??= at;
      } else checked[name] = right;
    }
    checkToken(checked.NextToken);
    return checked;
  };
}

/** @throws UpstreamFailure TOO_LARGE */
function checkToken(token: unknown): void {
  if (typeof token !== 'string' || token.length <= MAX_TOKEN_LENGTH) return;
  throw new UpstreamFailure('TOO_LARGE', `NextToken has ${token.length} characters`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(item: ShapeCheck): ShapeCheck {
  return (value, dropped, path) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length > MAX_ITEMS) throw new UpstreamFailure('TOO_LARGE', `${path} has ${value.length} items`);
    const checked = value
      .map((each) => item(each, dropped, path))
      .filter((each) => each !== undefined && each !== null);
    if (checked.length < value.length) {
      dropped.items += value.length - checked.length;
      dropped.first ??= path;
    }
    return checked;
  };
}

function map(entry: ShapeCheck): ShapeCheck {
  return (value, dropped, path) => {
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value).map(([key, each]) => [key, entry(each, dropped, path)] as const);
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  };
}

/** Checks a number: every number of the shapes that are read is an Integer of AWS, and an Int of GraphQL. */
function integer(value: unknown): number | undefined {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_INT ? (value as number) : undefined;
}

/** Checks a time: a date as the SDK makes it, or seconds as on the wire. */
function time(value: unknown): Date | undefined {
  const date = typeof value === 'number' ? new Date(value * 1_000) : value;
  return date instanceof Date && date.getTime() >= 0 && date.getTime() < MAX_TIME_MS ? date : undefined;
}
