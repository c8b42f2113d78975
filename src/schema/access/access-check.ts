import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { providerOfType } from '../../sessions/providers.ts';
import { isPublic, scopesOfField, scopesToRead } from './access.ts';

/**
 * Fails the build of a schema with a field that is answered without an OAuth scope. Every object type declares its scopes
 * (`scopesToRead`), is marked public, or is only reached through a field that needs a scope, as the parts of a fleet are.
 * A type that implements `Session` has to belong to a session provider: without one, its sessions have no known user, and
 * self-scoped callers would see all of them.
 *
 * @throws Error that names every unguarded type
 */
export function checkAccess(schema: GraphQLSchema): GraphQLSchema {
  const open = [...openTypes(schema)].filter(({ name }) => !isPublic(name));
  if (open.length > 0) {
    throw new Error(`No OAuth scope is declared for ${namesOf(open)}: declare it or mark the type public.`);
  }
  const session = schema.getType('Session');
  const sessions = session && isAbstractType(session) ? schema.getPossibleTypes(session) : [];
  const foreign = sessions.filter(({ name }) => !providerOfType(name));
  if (foreign.length > 0) throw new Error(`No session provider holds ${namesOf(foreign)}.`);
  return schema;
}

/** Finds the object types that are reachable without a field that needs a scope, or a type that declares one. */
function openTypes(schema: GraphQLSchema): ReadonlySet<GraphQLObjectType> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const found = new Set<GraphQLObjectType>();
  const pending: GraphQLCompositeType[] = roots.filter((root) => root !== null && root !== undefined);
  for (let type = pending.pop(); type; type = pending.pop()) {
    for (const object of isObjectType(type) ? [type] : schema.getPossibleTypes(type)) {
      if (found.has(object) || scopesToRead(object.name)) continue;
      found.add(object);
      const fields = Object.values(object.getFields()).filter((field) => scopesOfField(field).length === 0);
      pending.push(...fields.map(({ type: output }) => getNamedType(output)).filter(isCompositeType));
    }
  }
  return found;
}

function namesOf(types: readonly { readonly name: string }[]): string {
  return types
    .map(({ name }) => name)
    .sort()
    .join(', ');
}
