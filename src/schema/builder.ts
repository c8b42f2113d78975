import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { DateTimeResolver } from 'graphql-scalars';
import './access-plugin.ts';
import { ACCESS_SCOPES, type AccessScope, forbidden, scopesOfField } from './access.ts';
import type { Context } from './context.ts';
import { decodeId, encodeId } from './node-id.ts';
import './subgraph-plugin.ts';

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

/** The builder's types, for the few helpers that are generic over them. */
export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<UserSchemaTypes>;

/** Fields are nullable unless they say otherwise: AWS guarantees little. */
export const builder = new SchemaBuilder<UserSchemaTypes>({
  // The hooks of the last come first: what a field needs is said before it is enforced, and what ours and the federation's
  // say is written down as directives.
  plugins: [ScopeAuthPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin, 'subgraph', 'access', ComplexityPlugin],
  // The limit is the server's: it refuses a query before anything of it is executed. What says nothing costs nothing.
  complexity: { disabled: true, defaultComplexity: 0, defaultListMultiplier: 1 },
  scopeAuth: {
    authScopes: ({ caller }) =>
      Object.fromEntries(ACCESS_SCOPES.map((scope) => [scope, caller.scopes.has(scope)])) as Record<
        AccessScope,
        boolean
      >,
    unauthorizedError: (_parent, _context, { parentType, fieldName }) =>
      forbidden(scopesOfField(parentType.getFields()[fieldName])),
  },
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: decodeId,
    // Ours, in node.ts: one bad id must not harm the others.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The same as `edges`, without cursors.' },
    edgesFieldOptions: { nullable: false, description: 'The items of this page, each with its cursor, in order.' },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: {
      description: 'Opaque. Give it as `after`, with the same arguments, to go on behind this item.',
    },
    pageInfoFieldOptions: { description: 'Whether and from where to go on.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.', shareable: true },
    hasNextPageFieldOptions: {
      description: 'Exact: true when there is at least one more item.',
      // Pothos leaves the resolver of an exposed field out, and compiled code then takes the promise for the value.
      extensions: { pothosExposedField: undefined },
    },
    hasPreviousPageFieldOptions: {
      description: 'True when `after` was given. There is no way back: AWS has no backward tokens.',
    },
    startCursorFieldOptions: { description: 'The cursor of the first item of this page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item of this page; `after` for the next one.' },
    nodeTypeOptions: { description: 'Anything that can be looked up again by its `id`.' },
    idFieldOptions: {
      description:
        'Opaque and stable. It names the account and region, too: give it to `node` to find this thing again.',
    },
  },
});

builder.addScalarType('DateTime', DateTimeResolver, {
  description:
    'A moment in UTC, such as `2026-11-03T10:15:30.000Z`: a date-time of RFC 3339. As an input it may have any offset.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
});

builder.queryType({ description: 'What there is to read. Nothing here changes anything in AWS.' });

builder.mutationType({
  description:
    'What can be changed. Mutations of one document run one after the other, in its order. Each takes one `input`; what its caller can mend is in `userErrors`, and then nothing was changed. Refused with `FORBIDDEN` where the gateway is set up to read only.',
});
