import type { FieldRef, InputFieldMap, ObjectRef } from '@pothos/core';
import { cursorEdge } from '../../paging/connection.ts';
import { recordKeyOf } from '../../store/history/records/record-order.ts';
import type { SessionRecord } from '../../store/history/records/session-record.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { HISTORY_READ } from '../cost/cost.ts';
import type { FieldBuilder } from '../relay/connection.ts';
import { type TwoWayPageInfo, twoWayField, twoWayPageInfo } from '../relay/two-way-page.ts';
import type { ParsedRecordQuery, RecordArgs } from './record-query.ts';
import { parseRecordQuery } from './record-query.ts';
import { afterRecording, readHistory, requireHistory } from './require-history.ts';
import { type Coverage, pastOf, readPlaces, SessionCoverageRef } from './session-coverage.ts';
import { SessionRecordRef } from './session-record.ts';

/** Page of records. What is not part of the page is read on selection. */
export interface RecordConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: SessionRecord }[];
  readonly pageInfo: TwoWayPageInfo;
  readonly query: ParsedRecordQuery;
}

type Fields<Parent> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Parent>;

function connectionFields(t: Fields<RecordConnection>) {
  return {
    totalCount: t.int({
      nullable: false,
      description: 'Number of records that match, on all pages. Exact.',
      extensions: HISTORY_READ,
      resolve: ({ query }, _args, context) => readHistory(context, (history) => history.count(query.filter)),
    }),
    coverage: t.field({
      type: [SessionCoverageRef],
      nullable: false,
      description: 'Observed share of the window, by service and location. What was not observed is not zero.',
      extensions: HISTORY_READ,
      resolve: ({ query }, _args, context) => coverageOf(query, context),
    }),
  };
}

const ConnectionRef = builder.connectionObject(
  {
    type: SessionRecordRef,
    name: 'SessionRecordConnection',
    description: 'Page of records of sessions. `coverage` says how much of the window was observed.',
    fields: connectionFields,
  } as never,
  { name: 'SessionRecordEdge', description: 'Record of a page with its cursor.' } as never,
);

/** Declares a field that lists records of sessions; every such field is declared here. */
export function recordsField<Parent>(
  t: FieldBuilder<Parent>,
  options: {
    readonly description: string;
    readonly args: InputFieldMap;
    /** Maps the arguments of the field to those of every list. */
    readonly argsOf: (args: never) => RecordArgs;
    /** Returns the only user whose records are listed; undefined: all users. */
    readonly userOf: (parent: Parent) => string | undefined;
  },
): FieldRef<SchemaTypes, RecordConnection> {
  return twoWayField(t, {
    type: ConnectionRef as ObjectRef<SchemaTypes, RecordConnection>,
    description: options.description,
    extensions: HISTORY_READ,
    args: options.args,
    resolve: async (parent, args, context) =>
      readPage(parseRecordQuery(options.argsOf(args), options.userOf(parent), context), context),
  });
}

async function readPage(query: ParsedRecordQuery, context: Context): Promise<RecordConnection> {
  const page = await afterRecording(context, (history) => history.page(query));
  const keys = page.records.map((record) => recordKeyOf(record, query.order));
  return {
    edges: page.records.map((node) => cursorEdge(node, () => query.cursorOf(recordKeyOf(node, query.order)))),
    pageInfo: twoWayPageInfo(query, keys, page.hasMore, {
      follows: (from, isBackward) =>
        readHistory(context, async (history) => {
          const other = await history.page({ ...query, isBackward, from, limit: 1 });
          return other.records.length > 0;
        }),
      hasItems: () => readHistory(context, async (history) => (await history.count(query.filter)) > 0),
    }),
    query,
  };
}

async function coverageOf({ filter }: ParsedRecordQuery, context: Context): Promise<readonly Coverage[]> {
  const window = pastOf(filter, requireHistory(context).now());
  return (await readPlaces(filter, context)).map((place) => ({ place, ...window }));
}
