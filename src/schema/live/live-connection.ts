import type { FieldRef, InputFieldMap, ObjectRef } from '@pothos/core';
import { DEFAULT_ORDER } from '../../live/index/live-order.ts';
import { checkFirst, DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { INDEX_READ, itemsOf, pageSize } from '../cost/cost.ts';
import type { FieldBuilder } from '../relay/connection.ts';
import { twoWayArgs, twoWayField } from '../relay/two-way-page.ts';
import { SessionRef } from '../sessions/session.ts';
import { LiveSessionEdgeRef } from './live-edge.ts';
import { SessionDimensionRef } from './live-enums.ts';
import { LiveSessionFilterRef, LiveSessionOrderRef } from './live-inputs.ts';
import { type LiveConnection, readLivePage } from './live-page.ts';
import { type LiveArgs, MAX_ORDER, parseQuery } from './live-query.ts';
import { LiveSourceRef } from './live-source.ts';
import { requireLive } from './require-live.ts';
import { isIncomplete, oldestScan } from './selected-sources.ts';
import { readFacet, SessionFacetRef } from './session-facet.ts';

type Fields<Parent> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Parent>;

function connectionFields(t: Fields<LiveConnection>) {
  return {
    totalCount: t.int({
      nullable: false,
      description: 'Number of sessions that match, on all pages. Exact.',
      extensions: INDEX_READ,
      resolve: ({ query }, _args, context) => requireLive(context).index.count(query.filter),
    }),
    facet: t.field({
      type: SessionFacetRef,
      nullable: false,
      description:
        'Numbers of matching sessions by the values of one dimension. The conditions of the dimension itself are omitted, so that a list of values to choose from also shows those that are not chosen.',
      extensions: {
        ...INDEX_READ,
        ...itemsOf(pageSize),
      },
      args: {
        by: t.arg({ type: SessionDimensionRef, required: true, description: 'Dimension.' }),
        first: t.arg.int({
          defaultValue: DEFAULT_FIRST,
          description: `Number of values: 0 to ${MAX_FIRST}; the others are counted in \`otherCount\`.`,
        }),
      },
      resolve: ({ query: { filter } }, { by, first }, context) =>
        readFacet(requireLive(context).index, { filter, by, first: checkFirst(first ?? DEFAULT_FIRST) }),
    }),
    position: t.exposeString('position', {
      nullable: false,
      description: 'Opaque position of this page in the changes of live sessions.',
    }),
    asOf: t.field({
      type: 'DateTime',
      nullable: false,
      description:
        'Oldest `asOf` of the sources: the sessions are those of this time or later. Sources without a complete scan do not count; the current time if there are no others.',
      resolve: async (connection) => oldestScan(await connection.sources()),
    }),
    incomplete: t.boolean({
      nullable: false,
      description:
        'True if a source is not `UP_TO_DATE`: sessions may be missing or have changed. None has ended for that reason.',
      resolve: async (connection) => isIncomplete(await connection.sources(), connection.selected),
    }),
    sources: t.field({
      type: [LiveSourceRef],
      nullable: false,
      description: 'Sources of the services and locations that the filter selects.',
      resolve: (connection) => connection.sources(),
    }),
  };
}

const ConnectionRef = builder.connectionObject(
  {
    type: SessionRef,
    name: 'LiveSessionConnection',
    description:
      'Page of live sessions, as they were last seen. `asOf`, `incomplete` and `sources` say how old that is.',
    fields: connectionFields,
  } as never,
  LiveSessionEdgeRef as never,
);

/** Declares a field that lists live sessions; every such field is declared here. */
export function liveSessionsField<Parent>(
  t: FieldBuilder<Parent>,
  options: {
    readonly description: string;
    /** Returns the only user whose sessions are listed; undefined: all users. */
    readonly userOf: (parent: Parent) => string | undefined;
  },
): FieldRef<SchemaTypes, LiveConnection> {
  return twoWayField(t, {
    type: ConnectionRef as ObjectRef<SchemaTypes, LiveConnection>,
    description: options.description,
    extensions: INDEX_READ,
    args: liveArgs(t),
    resolve: async (parent, args: LiveArgs, context) =>
      readLivePage(parseQuery(args, options.userOf(parent), context), context),
  });
}

function liveArgs<Parent>(t: FieldBuilder<Parent>): InputFieldMap {
  return {
    filter: t.arg({ type: LiveSessionFilterRef, description: 'Conditions for the sessions; all sessions by default.' }),
    orderBy: t.arg({
      type: [LiveSessionOrderRef],
      defaultValue: [...DEFAULT_ORDER],
      description: `Order of the list, the first entry first; newest first by default. ${MAX_ORDER} entries at most.`,
    }),
    ...twoWayArgs(t),
  };
}
