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
] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/** Caller of a request and its OAuth scopes. */
export interface Caller {
  /** As the token calls them; null where nobody is known. For the record only. */
  readonly name: string | null;
  /** User name for `sessions:read:own`, as the token's issuer wrote it; null if the token has none. */
  readonly user: string | null;
  readonly scopes: ReadonlySet<AccessScope>;
}

/** Caller when authentication is disabled (`GATEWAY_AUTH=none`); holds every OAuth scope. */
export const ANYBODY: Caller = { name: null, user: null, scopes: new Set(ACCESS_SCOPES) };

/** Anonymous caller of public endpoints; holds no OAuth scope. */
export const NOBODY: Caller = { name: null, user: null, scopes: new Set() };

const SESSIONS = ['sessions:read', 'sessions:read:own'] as const;
const FLEETS = ['fleets:read'] as const;

/**
 * What it takes to see a thing, by its type: one of these. Fields, `node`, descriptions and directives are all made of this.
 * A caller without `sessions:read` is shown, and ends, no sessions but their own: see `own-sessions.ts`.
 */
const TO_READ: Readonly<Record<string, readonly AccessScope[]>> = {
  Session: SESSIONS,
  User: SESSIONS,
  ...Object.fromEntries(PROVIDERS.map(({ sessionType }) => [sessionType, SESSIONS])),
  ...Object.fromEntries(PROVIDERS.flatMap(({ resourceTypes }) => resourceTypes.map((typename) => [typename, FLEETS]))),
};

/**
 * The types that every caller may read: the roots, whose fields are guarded each by itself, and what says nothing about AWS
 * resources. A type with neither scopes nor this mark stops the schema from being built: see `access-check.ts`.
 */
const PUBLIC: ReadonlySet<string> = new Set(['Query', 'Mutation', 'PageInfo', 'AwsLocation', '_Service']);

export function isPublic(typename: string): boolean {
  return PUBLIC.has(typename);
}

/** OAuth scopes of which one is needed to read a type or its connection; undefined for types without an entry. */
export function scopesToRead(typename: string): readonly AccessScope[] | undefined {
  return TO_READ[typename.replace(/Connection$/, '')];
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
  if (scopes.length === 0) return 'It is shown to nobody.';
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

/** The scopes of which one is needed to be answered a field. */
export function scopesOfField(field: { readonly extensions: object } | undefined): readonly AccessScope[] {
  const { requiresScopes = [] } = (field?.extensions ?? {}) as { readonly requiresScopes?: RequiredScopes };
  return requiresScopes.flat();
}

/** Every field of a schema that needs a scope. */
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
