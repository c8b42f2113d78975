import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type {} from '@pothos/plugin-directives';
import type {} from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import '../access/access-plugin.ts';
import { ACCESS_SCOPES, type AccessScope, type Caller, forbidden, scopesOfField } from '../access/access.ts';
import { decodeId, encodeId } from '../ids/node-id.ts';
import type { Context } from './context.ts';
import { DateTime } from './date-time.ts';

interface UserSchemaTypes {
  Context: Context;
  AuthScopes: Record<AccessScope, boolean>;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    ID: { Input: string; Output: string };
  };
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
}

/** Types of the builder, for generic helpers. */
export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<UserSchemaTypes>;

/** Schema builder. Fields are nullable by default: AWS guarantees few members. */
export const builder = new SchemaBuilder<UserSchemaTypes>({
  // Hooks run from the last plugin to the first: `access` declares scopes before ScopeAuthPlugin enforces them. The plugins of
  // federation are added where the SDL for routers is printed: see `subgraphSchema`.
  plugins: [ScopeAuthPlugin, RelayPlugin, 'access', ComplexityPlugin],
  // The server enforces the limit before execution. Fields without a declared cost cost 0.
  complexity: { disabled: true, defaultComplexity: 0, defaultListMultiplier: 1 },
  scopeAuth: {
    authScopes: ({ caller }) => heldScopes(caller),
    unauthorizedError: (_parent, _context, { parentType, fieldName }) =>
      forbidden(scopesOfField(parentType.getFields()[fieldName])),
  },
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: decodeId,
    // Declared in node.ts instead: one invalid id must not fail the others.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'Items of `edges`, without cursors.' },
    edgesFieldOptions: { nullable: false, description: 'Items of this page in order, each with its cursor.' },
    nodeFieldOptions: { nullable: false, description: 'Item of the list.' },
    cursorFieldOptions: {
      description:
        'Opaque cursor of this item. Pass it as `after`, with the same arguments, to continue after the item. Of live sessions and of records also as `before`.',
    },
    pageInfoFieldOptions: { description: 'Position of this page, and the cursor of the next one.' },
    pageInfoTypeOptions: { description: 'Position of a page in its list.', shareable: true },
    hasNextPageFieldOptions: {
      description: 'True if at least one more item follows, or if looking ahead failed. Exact otherwise.',
      // Pothos omits the resolver of an exposed field; executors that generate code (graphql-jit) then use the promise as the value.
      extensions: { pothosExposedField: undefined },
    },
    hasPreviousPageFieldOptions: {
      description:
        'True if at least one more item stands in front. Lists of AWS are read forward only, as AWS has no backward tokens: true if `after` was given.',
      extensions: { pothosExposedField: undefined },
    },
    startCursorFieldOptions: {
      description:
        'Cursor of the first item of this page; `before` of the page in front, where lists can be read backward.',
    },
    endCursorFieldOptions: { description: 'Cursor of the last item of this page; `after` of the next page.' },
    nodeTypeOptions: { description: 'Object that `node` finds by its `id`.' },
    idFieldOptions: {
      description:
        'Opaque id, stable across restarts. Includes the account and region; pass it to `node` to read the object again.',
    },
  },
});

builder.addScalarType('DateTime', DateTime, {
  description: 'Date and time of RFC 3339, in UTC: `2026-11-03T10:15:30.000Z`. An input may have any offset.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
});

builder.queryType({ description: 'Fields that read from AWS and change nothing.' });

builder.mutationType({
  description:
    'Fields that change AWS resources. The mutations of one document run in order, one at a time. Each takes one `input` and lists in `userErrors` what the caller can fix; nothing was changed if that list has entries. Answered with `FORBIDDEN` if the operator disabled mutations.',
});

builder.subscriptionType({
  description:
    'Fields that send changes, over server-sent events, multipart responses or WebSocket. One field per subscription. They take no AWS calls of their own: all viewers share one reader.',
});

const held = new WeakMap<Caller, Readonly<Record<AccessScope, boolean>>>();

/** Returns which OAuth scopes a caller holds; the events of a subscription have the same caller. */
function heldScopes(caller: Caller): Record<AccessScope, boolean> {
  const known =
    held.get(caller) ??
    (Object.fromEntries(ACCESS_SCOPES.map((scope) => [scope, caller.scopes.has(scope)])) as Record<
      AccessScope,
      boolean
    >);
  held.set(caller, known);
  return known;
}
