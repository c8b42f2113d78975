import { type ChangeBatch, sessionChanges } from '../../live/broadcaster/session-changes.ts';
import type { LiveFilter } from '../../live/index/live-filter.ts';
import type { LiveSession } from '../../live/live-session.ts';
import { requireRead } from '../access/access.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { awsCalls, itemsOf } from '../cost/cost.ts';
import { edgeOf, type LiveEdge, LiveSessionEdgeRef, prepareLocations } from './live-edge.ts';
import { LiveSessionFilterRef } from './live-inputs.ts';
import { decodePosition, encodePosition } from './live-position.ts';
import { type LiveConditions, type ParsedQuery, parseQuery } from './live-query.ts';
import { LiveSourceRef } from './live-source.ts';
import { requireLive } from './require-live.ts';
import { oldestScan, selectedSources } from './selected-sources.ts';
import { SessionEventRef, type ShownEvent } from './session-event.ts';

/** Changes as clients see them. */
interface ShownChanges {
  readonly batch: ChangeBatch;
  readonly query: ParsedQuery;
  readonly entered: readonly LiveEdge[];
  readonly updated: readonly LiveEdge[];
  readonly events: readonly ShownEvent[];
}

/** Items of a list of changes that estimates of cost and size assume. */
const ASSUMED_ITEMS = 20;
const LIST = {
  complexity: { field: 0, multiplier: ASSUMED_ITEMS },
  extensions: itemsOf(() => ASSUMED_ITEMS),
} as const;

const SessionChangesRef = builder.objectRef<ShownChanges>('SessionChanges').implement({
  description:
    'Changes of the sessions that match a filter, between two positions. Sessions are shown as they are now, not as differences: a batch that is applied twice changes nothing.',
  fields: (t) => ({
    from: t.string({
      nullable: false,
      description:
        'Position at which the batch begins: `to` of the last one. If it is another, batches were lost between: read `liveSessions` again.',
      resolve: ({ batch }) => batch.from,
    }),
    to: t.string({
      nullable: false,
      description: 'Position at which the batch ends. Pass it as `after` to resume.',
      resolve: ({ batch }) => batch.to,
    }),
    asOf: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Start of the oldest complete scan among the sources, as of `LiveSessionConnection`.',
      resolve: async ({ query }, _args, context) => oldestScan((await selectedSources(query, context)).states()),
    }),
    resync: t.boolean({
      nullable: false,
      description: 'True if changes before `to` are missing: read `liveSessions` again. The stream goes on.',
      resolve: ({ batch }) => batch.isResync,
    }),
    totalCount: t.int({
      nullable: false,
      description: 'Number of sessions that match now. Exact.',
      resolve: ({ batch }, _args, context) => requireLive(context).index.count(batch.filter),
    }),
    entered: t.field({
      type: [LiveSessionEdgeRef],
      nullable: false,
      description:
        'Sessions that match and did not before, or not all the time since: to be added to a list that does not have them. `@prependEdge` of Relay takes them.',
      ...LIST,
      resolve: ({ entered }) => entered,
    }),
    updated: t.field({
      type: [LiveSessionEdgeRef],
      nullable: false,
      description: 'Sessions that matched all the time, and have changed. Normalising stores update them by `id`.',
      ...LIST,
      resolve: ({ updated }) => updated,
    }),
    left: t.idList({
      nullable: false,
      description:
        'Ids of sessions that match no longer, because they ended or changed: to be removed. `@deleteEdge` of Relay takes them.',
      extensions: itemsOf(() => ASSUMED_ITEMS),
      resolve: ({ batch }) => [...batch.left],
    }),
    events: t.field({
      type: [SessionEventRef],
      nullable: false,
      description: 'Events in their order, also those of sessions that entered and left in between.',
      ...LIST,
      resolve: ({ events }) => events,
    }),
    sources: t.field({
      type: [LiveSourceRef],
      nullable: false,
      description: 'Sources whose state has changed. A change of the times alone comes with the next batch.',
      resolve: async ({ batch, query }, _args, context) =>
        (await selectedSources(query, context)).counted(batch.sourceIds),
    }),
  }),
});

builder.subscriptionField('sessionChanges', (t) =>
  t.field({
    type: SessionChangesRef,
    nullable: false,
    ...awsCalls(0),
    description:
      'Sends the changes of the sessions that match, in batches: at most every 250 ms, at least every 15 s. Read `liveSessions` with its `position` first, and pass that as `after`. If `resync` is true, or `from` is not the last `to`, read again. Resumes exactly for 15 minutes.',
    args: {
      filter: t.arg({
        type: LiveSessionFilterRef,
        description: 'Conditions for the sessions; all sessions by default.',
      }),
      after: t.arg.string({
        description: 'Position after which to begin: `position` of a page, or the last `to`. Now by default.',
      }),
    },
    subscribe: (_root, args, context) => openChanges(args, context) as never,
    resolve: (batch, _args, context) => showChanges(batch as unknown as ChangeBatch, context),
  }),
);

/** Queries by their filters: those who share the events of a filter have the same view, and so the same query. */
const parsed = new WeakMap<LiveFilter, ParsedQuery>();

interface ChangesArgs {
  readonly filter?: LiveConditions | null | undefined;
  readonly after?: string | null | undefined;
}

/** @throws GatewayError FORBIDDEN, SERVICE_DISABLED, BAD_USER_INPUT, INVALID_CURSOR */
async function openChanges({ filter, after = null }: ChangesArgs, context: Context) {
  requireRead('SessionChanges', context);
  const live = requireLive(context);
  const query = parseQuery({ filter }, undefined, context);
  const revision = after === null ? null : decodePosition(after, live, context);
  parsed.set(query.filter, query);
  const { isSelected } = await selectedSources(query, context);
  void live.look(context.deadline, isSelected);
  // Of another process, which may have shown what this one has still to read.
  if (revision !== null && revision > live.changes.revision) await live.caughtUp(revision, context.deadline);
  return sessionChanges(live.broadcaster, {
    filter: query.filter,
    after: revision,
    afterText: after ?? undefined,
    positionOf: (to) => encodePosition(to, live, context),
  });
}

async function showChanges(batch: ChangeBatch, context: Context): Promise<ShownChanges> {
  const query = parsed.get(batch.filter) as ParsedQuery;
  const { entered, updated, events } = batch;
  const show = (session: LiveSession) => edgeOf(session, query, context);
  await prepareLocations([...entered, ...updated, ...events.map(({ session }) => session)], context);
  return {
    batch,
    query,
    entered: entered.map(show),
    updated: updated.map(show),
    events: events.map((event) => ({ event, node: show(event.session).node })),
  };
}
