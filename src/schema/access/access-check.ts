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
 * Stops a schema from being built that would answer a field without asking for an OAuth scope. Every object type declares
 * its scopes (`scopesToRead`), is marked public, or is only reached through a field that needs a scope, as the parts of a
 * fleet are. A type that implements `Session` has to belong to a session provider: of others nobody can tell whose a
 * session is, so self-scoped callers would see all of them.
 *
 * @throws Error that names every type that is open
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

/** The object types that a client reaches without passing a field that needs a scope, or a type that declares one. */
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
