import { GatewayError } from '../../errors/gateway-error.ts';
import type { Context } from '../builder/context.ts';
import { itemsOf } from '../cost/cost.ts';
import { ENTITIES } from '../relay/entity.ts';

/** Arguments of `_entities`. */
export interface References {
  readonly representations: readonly unknown[];
}

/** Number of users that count as one: their sessions are read from the same lists, but each list is filtered for each user. */
const USERS_PER_COST = 4;

/** Cost of references: one AWS call and the cost of the selection for each resource, as for `nodes`; users count together. */
function costOfReferences({ representations }: References) {
  const users = representations.filter((each) => typenameOf(each) === 'User').length;
  const resources = representations.length - users;
  return { field: resources, multiplier: resources + Math.ceil(users / USERS_PER_COST) };
}

/** Extensions of `_entities`: its cost, and the number of its items. */
export const REFERENCES = {
  complexity: costOfReferences,
  ...itemsOf<References>(({ representations }) => representations.length),
};

/** Resolves the references of `_entities`, equal ones once; one that fails is null with its error, and harms no other. */
export function resolveReferences(_root: unknown, { representations }: References, context: Context) {
  const known = new Map<string, Promise<unknown>>();
  return representations.map((representation) => {
    const key = JSON.stringify(representation);
    // Errors are returned as values, each of which is null with its own error.
    const entity = known.get(key) ?? resolve(representation, context).catch((error: Error) => error);
    known.set(key, entity);
    return entity;
  });
}

async function resolve(representation: unknown, context: Context): Promise<unknown> {
  const typename = typenameOf(representation);
  const found = await (ENTITIES.get(typename as string) ?? notAnEntity(typename)).resolve(
    { ...(representation as object) },
    context,
  );
  return found && named(found, typename as string);
}

/** Names the type of an object for `_Entity`. An object that is of another type elsewhere in the answer is copied. */
function named(entity: object, typename: string): object {
  if ('__typename' in entity && entity.__typename !== typename) return { ...entity, __typename: typename };
  return Object.defineProperty(entity, '__typename', { value: typename });
}

function typenameOf(representation: unknown): unknown {
  return (representation as { readonly __typename?: unknown } | null)?.__typename;
}

/** Characters of an unknown typename in the error message. */
const MAX_SHOWN = 100;

function notAnEntity(typename: unknown): never {
  const shown = typeof typename === 'string' ? JSON.stringify(typename.slice(0, MAX_SHOWN)) : 'not a string';
  throw new GatewayError('BAD_USER_INPUT', `\`__typename\` is ${shown}, which is no entity here.`);
}
