import type { ObjectRef } from '@pothos/core';
import { GatewayError } from '../../errors/gateway-error.ts';
import { requireRead } from '../access/access.ts';
import type { SchemaTypes } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { loadNodeOf } from './node.ts';

/** Finds an entity by the value of a key; null if it does not exist. */
type Find<Model> = (value: string, context: Context) => Promise<Model | null>;

/** A type that other subgraphs reference. */
export interface Entity {
  readonly ref: ObjectRef<SchemaTypes, object>;
  /** Names of the fields that each identify an object. */
  readonly keys: readonly string[];
  /**
   * Resolves a reference to the type; null if the object does not exist.
   *
   * @throws GatewayError FORBIDDEN before any AWS call; BAD_USER_INPUT for a reference without a key
   */
  resolve(reference: Readonly<Record<string, unknown>>, context: Context): Promise<object | null>;
}

const entities = new Map<string, Entity>();

/** Entities by name, in the order of their declaration. */
export const ENTITIES: ReadonlyMap<string, Entity> = entities;

/**
 * Declares a type as an entity, which other subgraphs reference by `id`, as `node` does, and by other unique keys. Must be
 * called after the type's fields are declared: a key has to be one of them.
 */
export function entity<Model extends object>(
  ref: ObjectRef<SchemaTypes, Model>,
  otherKeys: Readonly<Record<string, Find<Model>>> = {},
): void {
  const byKey = new Map<string, Find<object>>(
    Object.entries({ id: (id: string, context: Context) => loadNodeOf(ref.name, id, context), ...otherKeys }),
  );
  entities.set(ref.name, {
    ref: ref as ObjectRef<SchemaTypes, object>,
    keys: [...byKey.keys()],
    resolve: (reference, context) => find(ref.name, byKey, reference, context),
  });
}

async function find(
  typeName: string,
  byKey: ReadonlyMap<string, Find<object>>,
  reference: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<object | null> {
  requireRead(typeName, context);
  for (const [key, findBy] of byKey) {
    const value = reference[key];
    if (typeof value === 'string') return findBy(value, context);
  }
  const keys = [...byKey.keys()].map((key) => `\`${key}\``).join(' or ');
  throw new GatewayError('BAD_USER_INPUT', `A ${typeName} is referred to by ${keys}, which is a string.`);
}
