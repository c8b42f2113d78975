import type { FieldRef, InputFieldMap, InputShapeFromFields } from '@pothos/core';
import { brandWithType } from '@pothos/core';
import { type CompositeConnection, readCompositeConnection } from '../paging/composite/read-composite-connection.ts';
import type { SourceReport } from '../paging/composite/source-report.ts';
import type { AnySession } from '../sessions/any-session.ts';
import type { SessionConditions } from '../sessions/filter.ts';
import type { SourceMetadata } from '../sessions/provider.ts';
import type { SessionService } from '../sessions/providers.ts';
import { AwsLocationRef } from './aws-location.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { type FieldBuilder, type PageArgs, pageArgs } from './connection.ts';
import { awsCallsOfPage } from './cost.ts';
import { encodedOnce } from './known-cursors.ts';
import { SessionRef, SessionServiceRef } from './session.ts';

/** AWS calls of one page: it is read from as many lists as it takes to fill it, sixteen at a time. An estimate. */
const CALLS = 50;

/** Time kept back to answer in, of what a request may take: what has not come in by then is PENDING. */
const RESERVE_SHARE = 0.05;
const MAX_RESERVE_MS = 300;

type Sessions = CompositeConnection<AnySession, SourceMetadata>;
type Source = SourceReport<SourceMetadata>;

const StatusRef = builder.enumType('SessionSourceStatus', {
  description: 'How one source of a list of sessions stands.',
  values: {
    COMPLETE: { description: 'All of it has been served.' },
    MORE: { description: 'It may have more: follow `endCursor`.' },
    FAILED: { description: 'It could not be read. `endCursor` owes it: following it tries again.' },
    PENDING: { description: 'It did not answer in time. `endCursor` owes it: following it goes on from there.' },
  },
});

const ErrorRef = builder.objectRef<{ code: string; message: string }>('SessionSourceError').implement({
  description: 'Why a source could not be read.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'What `extensions.code` of an error would be, such as `UPSTREAM_ACCESS_DENIED`.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'The same in words.' }),
  }),
});

const SourceRef = builder.objectRef<Source>('SessionSource').implement({
  description:
    "One place that sessions come from: an association of a stack and a fleet, SSM's list of a region, a pool. What has not been looked into yet, such as the rest of AppStream's fleets, stands as one.",
  fields: (t) => ({
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: 'The AWS service.',
      resolve: ({ metadata }) => metadata.service as SessionService,
    }),
    location: t.field({
      type: AwsLocationRef,
      nullable: false,
      description: 'The account and region; the account is null where its credentials have not said it yet.',
      resolve: ({ metadata }) => metadata.location,
    }),
    label: t.string({
      nullable: false,
      description: 'Its name for people: `AppStream eu-west-1 stack Design / fleet design-gpu`.',
      resolve: ({ metadata }) => metadata.label,
    }),
    status: t.expose('status', { type: StatusRef, nullable: false, description: 'How it stands after this page.' }),
    error: t.field({
      type: ErrorRef,
      description: 'Why it failed; null if it did not.',
      // An error that a resolver gives is an error of the query: this one is data.
      resolve: ({ error }) => error && { code: error.code, message: error.message },
    }),
  }),
});

const ConnectionRef = builder.connectionObject(
  {
    type: SessionRef,
    name: 'SessionConnection',
    description:
      'A page of a list of sessions of all services. `hasNextPage` is true, too, where a source is owed; `endCursor` stands for as long as one is.',
    fields: (t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Sessions>) => ({
      sources: t.expose('sources', {
        type: [SourceRef],
        nullable: false,
        description: 'Where the sessions come from, and how each of these sources stands.',
      } as never),
      incomplete: t.exposeBoolean('incomplete', {
        nullable: false,
        description: 'True when a source failed or did not answer in time. Nothing is lost: `endCursor` owes it.',
      } as never),
    }),
  } as never,
  { name: 'SessionEdge', description: 'One session of a page.' } as never,
);

/** A field that lists sessions of all services and scopes: the only maker of such lists. */
export function sessionsField<Parent, Args extends InputFieldMap>(
  t: FieldBuilder<Parent>,
  options: {
    readonly description: string;
    readonly args: Args;
    /** AWS calls that its arguments add to those of a page. */
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
      const list = await sessions.list(options.filter(parent, args), services, own);
      return typed(await readCompositeConnection(list, args, cursors, services.endsAt - reserve(services.endsAt)));
    },
  });
}

function reserve(endsAt: number): number {
  return Math.min(MAX_RESERVE_MS, (endsAt - performance.now()) * RESERVE_SHARE);
}

/** The sessions as AWS's shapes, which the types' resolvers read; each says of which type it is. */
function typed(connection: Sessions): object {
  const edges = connection.edges.map((edge) => {
    const { type, session } = edge.node;
    brandWithType(session, type as never);
    return encodedOnce(edge, session);
  });
  return Object.create(connection, { edges: { value: edges } }) as object;
}
