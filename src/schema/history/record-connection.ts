import type { FieldRef, InputFieldMap } from '@pothos/core';
import { cursorEdge } from '../../paging/connection.ts';
import type { History } from '../../store/history/history.ts';
import { recordKeyOf } from '../../store/history/records/record-order.ts';
import type { RecordPage } from '../../store/history/records/select-records.ts';
import type { SessionRecord } from '../../store/history/records/session-record.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { awsCallsOfPage, HISTORY_READ } from '../cost/cost.ts';
import type { FieldBuilder } from '../relay/connection.ts';
import type { ParsedRecordQuery, RecordArgs } from './record-query.ts';
import { parseRecordQuery } from './record-query.ts';
import { afterRecording, readHistory, requireHistory } from './require-history.ts';
import { type Coverage, pastOf, readPlaces, SessionCoverageRef } from './session-coverage.ts';
import { SessionRecordRef } from './session-record.ts';

/** Page of records. What is not part of the page is read on selection. */
export interface RecordConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: SessionRecord }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean | Promise<boolean>;
    readonly hasPreviousPage: boolean | Promise<boolean>;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
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
  // Pothos derives its argument and parent types from literals; through a generic helper they have to be asserted.
  const field = t.field.bind(t) as (options: unknown) => FieldRef<SchemaTypes, RecordConnection>;
  const cost = awsCallsOfPage(0, () => 0, ['first', 'last']);
  return field({
    type: ConnectionRef,
    nullable: true,
    description: options.description,
    ...cost,
    extensions: { ...cost.extensions, ...HISTORY_READ },
    args: options.args,
    resolve: async (parent: Parent, args: unknown, context: Context) =>
      readPage(parseRecordQuery(options.argsOf(args as never), options.userOf(parent), context), context),
  });
}

async function readPage(query: ParsedRecordQuery, context: Context): Promise<RecordConnection> {
  const page = await afterRecording(context, (history) => history.page(query));
  const edges = page.records.map((node) => cursorEdge(node, () => query.cursorOf(recordKeyOf(node, query.order))));
  return { edges, pageInfo: pageInfoOf(page, query, context), query };
}

/** Both flags are exact: the one against the direction of reading is read on selection. */
function pageInfoOf(
  { records, hasMore }: RecordPage,
  query: ParsedRecordQuery,
  context: Context,
): RecordConnection['pageInfo'] {
  const { isBackward, from, limit, filter, order, cursorOf } = query;
  const [first, last] = [records[0], records.at(-1)];
  const edge = isBackward ? last : first;
  const cursorAt = (record: SessionRecord | undefined) => (record ? cursorOf(recordKeyOf(record, order)) : null);

  async function hasOther(history: History): Promise<boolean> {
    if (edge) {
      const back = { ...query, isBackward: !isBackward, from: recordKeyOf(edge, order), limit: 1 };
      return (await history.page(back)).records.length > 0;
    }
    // Behind the last record, the others stand in front. Of a page of no record, the one of the cursor does.
    return from !== null && (limit === 0 || (await history.count(filter)) > 0);
  }

  return {
    get hasNextPage() {
      return isBackward ? readHistory(context, hasOther) : hasMore;
    },
    get hasPreviousPage() {
      return isBackward ? hasMore : readHistory(context, hasOther);
    },
    startCursor: cursorAt(first),
    endCursor: cursorAt(last),
  };
}

async function coverageOf({ filter }: ParsedRecordQuery, context: Context): Promise<readonly Coverage[]> {
  const window = pastOf(filter, requireHistory(context).now());
  return (await readPlaces(filter, context)).map((place) => ({ place, ...window }));
}
