import type { FieldRef, InputFieldMap, InputShapeFromFields } from '@pothos/core';
import { brandWithType } from '@pothos/core';
import { type CompositeConnection, readCompositeConnection } from '../../paging/composite/read-composite-connection.ts';
import type { SourceReport } from '../../paging/composite/source-report.ts';
import { cursorEdge } from '../../paging/connection.ts';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionConditions } from '../../sessions/filter.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionService } from '../../sessions/providers.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { awsCallsOfPage } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { type FieldBuilder, type PageArgs, pageArgs } from '../relay/connection.ts';
import { SessionRef, SessionServiceRef } from './session.ts';

/** Estimated AWS calls of one page, which is read from as many lists as it takes, 16 at a time. */
const CALLS = 50;

/** Share of a request's deadline that is reserved for the answer: sources without an answer by then are PENDING. */
const RESERVE_SHARE = 0.05;
const MAX_RESERVE_MS = 300;

type Sessions = CompositeConnection<AnySession, SourceMetadata>;
type Source = SourceReport<SourceMetadata>;

const StatusRef = builder.enumType('SessionSourceStatus', {
  description: 'Read status of one source of a session list.',
  values: {
    COMPLETE: { description: 'Every session of the source has been served.' },
    MORE: { description: 'More sessions may follow: continue at `endCursor`.' },
    FAILED: {
      description: 'The source could not be read. It stays pending in `endCursor`: continuing there retries it.',
    },
    PENDING: {
      description:
        'The source did not answer before the deadline. It stays pending in `endCursor`: continuing there resumes it.',
    },
  },
});

export const SessionSourceErrorRef = builder
  .objectRef<{ code: string; message: string }>('SessionSourceError')
  .implement({
    description: 'Error of a source that could not be read.',
    fields: (t) => ({
      code: t.exposeString('code', {
        nullable: false,
        description: 'Error code, as in `extensions.code` of GraphQL errors: `UPSTREAM_ACCESS_DENIED`.',
      }),
      message: t.exposeString('message', { nullable: false, description: 'Error message.' }),
    }),
  });

const SourceRef = builder.objectRef<Source>('SessionSource').implement({
  description:
    'Source of sessions: an association of a stack and a fleet, the SSM list of one region, or a pool. Fleets that the page did not reach count as one source.',
  fields: (t) => ({
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: 'AWS service of the source.',
      resolve: ({ metadata }) => metadata.service as SessionService,
    }),
    location: t.field({
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region. The account is null until it is known from the credentials.',
      resolve: ({ metadata }) => metadata.location,
    }),
    label: t.string({
      nullable: false,
      description: 'Display name: `AppStream eu-west-1 stack Design / fleet design-gpu`.',
      resolve: ({ metadata }) => metadata.label,
    }),
    status: t.expose('status', { type: StatusRef, nullable: false, description: 'Read status after this page.' }),
    error: t.field({
      type: SessionSourceErrorRef,
      description: 'Error of the last read; null if it succeeded.',
      // Copies the error: an Error that a resolver returns would become a GraphQL error.
      resolve: ({ error }) => error && { code: error.code, message: error.message },
    }),
  }),
});

const ConnectionRef = builder.connectionObject(
  {
    type: SessionRef,
    name: 'SessionConnection',
    description:
      'Page of a list of sessions of all services. `hasNextPage` is also true while a pending source may still have sessions; `endCursor` is set while a source is pending.',
    fields: (t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Sessions>) => ({
      sources: t.expose('sources', {
        type: [SourceRef],
        nullable: false,
        description: 'Sources of the list, each with its read status.',
      } as never),
      // A resolver of its own, as it is a promise: executors that generate code (graphql-jit) read a plain property and do not await it.
      incomplete: t.boolean({
        nullable: false,
        resolve: ({ incomplete }: Sessions) => incomplete,
        description:
          'True if a source failed or did not answer before the deadline. No session is lost: the source stays pending in `endCursor`.',
      } as never),
    }),
  } as never,
  { name: 'SessionEdge', description: 'Session of a page with its cursor.' } as never,
);

/** Declares a field that lists the sessions of all services and locations; every such field is declared here. */
export function sessionsField<Parent, Args extends InputFieldMap>(
  t: FieldBuilder<Parent>,
  options: {
    readonly description: string;
    readonly args: Args;
    /** AWS calls that the arguments add to those of a page. */
    readonly callsOf?: (args: InputShapeFromFields<Args>) => number;
    readonly filter: (parent: Parent, args: InputShapeFromFields<Args>) => SessionConditions;
  },
): FieldRef<SchemaTypes, Sessions> {
  // Pothos derives its argument and parent types from literals; through a generic helper they have to be asserted.
  const field = t.field.bind(t) as (options: unknown) => FieldRef<SchemaTypes, Sessions>;
  return field({
    type: ConnectionRef,
    nullable: true,
    description: options.description,
    ...awsCallsOfPage(CALLS, options.callsOf),
    args: { ...options.args, ...pageArgs(t) },
    async resolve(parent: Parent, args: PageArgs & InputShapeFromFields<Args>, context: SchemaTypes['Context']) {
      const { services, sessions, cursors, own } = context;
      // A query may begin hundreds of lists.
      await yieldToEventLoop();
      const list = await sessions.list(options.filter(parent, args), services, own);
      return typed(await readCompositeConnection(list, args, cursors, services.endsAt - reserve(services.endsAt)));
    },
  });
}

function reserve(endsAt: number): number {
  return Math.min(MAX_RESERVE_MS, (endsAt - performance.now()) * RESERVE_SHARE);
}

/** Replaces sessions by AWS's shapes, which the types' resolvers read, each branded with its type. */
function typed(connection: Sessions): object {
  const edges = connection.edges.map((edge) => {
    const { type, session } = edge.node;
    brandWithType(session, type as never);
    return cursorEdge(session, () => edge.cursor);
  });
  return Object.create(connection, { edges: { value: edges } }) as object;
}
