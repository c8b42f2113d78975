import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import { PROVIDERS } from '../../sessions/providers.ts';

/** OAuth scopes that tokens grant. */
export const ACCESS_SCOPES = [
  'sessions:read',
  'sessions:read:own',
  'sessions:terminate',
  'fleets:read',
  'fleets:write',
  'pools:write',
  'history:read',
  'history:read:own',
  'usage:read',
  'people:erase',
] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/** Caller of a request and its OAuth scopes. */
export interface Caller {
  /** Name of the caller in the token; null for anonymous callers. For logs and audit records only. */
  readonly name: string | null;
  /** User name for `sessions:read:own` and `history:read:own`, as the token's issuer wrote it; null if the token has none. */
  readonly user: string | null;
  readonly scopes: ReadonlySet<AccessScope>;
}

/** Caller when authentication is disabled (`GATEWAY_AUTH=none`); holds every OAuth scope. */
export const UNRESTRICTED_CALLER: Caller = { name: null, user: null, scopes: new Set(ACCESS_SCOPES) };

/** Anonymous caller of public endpoints; holds no OAuth scope. */
export const ANONYMOUS_CALLER: Caller = { name: null, user: null, scopes: new Set() };

const SESSIONS = ['sessions:read', 'sessions:read:own'] as const;
const FLEETS = ['fleets:read'] as const;
/** Scopes of records: other names than those of sessions, as what was is more than what is. */
export const HISTORY = ['history:read', 'history:read:own'] as const;

/**
 * OAuth scopes of which one is needed to read a type. Guards of fields, `node`, descriptions and directives derive from it.
 * A self-scoped caller (without `sessions:read`) reads and terminates their own sessions only: see `own-sessions.ts`. One without
 * `history:read` reads their own records only.
 */
const TO_READ: Readonly<Record<string, readonly AccessScope[]>> = {
  Session: SESSIONS,
  LiveSession: SESSIONS,
  SessionChanges: SESSIONS,
  SessionCounts: SESSIONS,
  SessionRecord: HISTORY,
  SessionUsage: ['usage:read'],
  User: SESSIONS,
  ...Object.fromEntries(PROVIDERS.map(({ sessionType }) => [sessionType, SESSIONS])),
  ...Object.fromEntries(PROVIDERS.flatMap(({ resourceTypes }) => resourceTypes.map((typename) => [typename, FLEETS]))),
};

/**
 * Types that every caller may read: the root types, whose fields have guards of their own, and types without data of AWS
 * resources. A type with neither scopes nor this mark fails the build of the schema: see `access-check.ts`.
 */
const PUBLIC: ReadonlySet<string> = new Set([
  'Query',
  'Mutation',
  'Subscription',
  'PageInfo',
  'AwsLocation',
  '_Service',
]);

export function isPublic(typename: string): boolean {
  return PUBLIC.has(typename);
}

/** OAuth scopes of which one is needed to read a type or its connection; undefined for types without an entry. */
export function scopesToRead(typename: string): readonly AccessScope[] | undefined {
  const name = typename.replace(/Connection$/, '');
  return Object.hasOwn(TO_READ, name) ? TO_READ[name] : undefined;
}

/** Denies callers that may not read a type. Called by lookups by id or key before any AWS call. */
export function requireRead(typename: string, { caller }: { readonly caller: Caller }): void {
  const scopes = scopesToRead(typename);
  if (!scopes?.some((scope) => caller.scopes.has(scope))) throw forbidden(scopes ?? []);
}

export function forbidden(scopes: readonly AccessScope[]): GatewayError {
  return new GatewayError('FORBIDDEN', needs(scopes));
}

/** Formats the needed OAuth scopes as a sentence for descriptions and errors. */
export function needs(scopes: readonly AccessScope[]): string {
  if (scopes.length === 0) return 'No caller may read it.';
  const names = scopes.map((scope) => (scope.endsWith(':own') ? `\`${scope}\` for one's own` : `\`${scope}\``));
  return `Needs ${names.join(', or ')}.`;
}

/** OAuth scopes of a field: alternative sets, as in Apollo's `@requiresScopes`. */
export type RequiredScopes = readonly (readonly AccessScope[])[];

export interface GuardedField {
  readonly typeName: string;
  readonly fieldName: string;
  readonly scopes: RequiredScopes;
}

/** OAuth scopes of which one is needed to read a field; empty for a field without a guard. */
export function scopesOfField(field: { readonly extensions: object } | undefined): readonly AccessScope[] {
  const { requiresScopes = [] } = (field?.extensions ?? {}) as { readonly requiresScopes?: RequiredScopes };
  return requiresScopes.flat();
}

/** Lists the fields of a schema that need an OAuth scope. */
export function guardedFields(schema: GraphQLSchema): readonly GuardedField[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, extensions }) => {
        const scopes = extensions.requiresScopes as RequiredScopes | undefined;
        return scopes ? [{ typeName: type.name, fieldName: name, scopes }] : [];
      }),
    );
}
