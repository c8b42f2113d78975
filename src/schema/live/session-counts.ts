import { type CountsEvent, sessionCounts } from '../../live/broadcaster/session-counts.ts';
import type { Dimension } from '../../live/index/live-filter.ts';
import { checkFirst, DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';
import { requireRead } from '../access/access.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { awsCalls, itemsOf, pageSize } from '../cost/cost.ts';
import { SessionDimensionRef } from './live-enums.ts';
import { LiveSessionFilterRef } from './live-inputs.ts';
import { type LiveConditions, type ParsedQuery, parseQuery } from './live-query.ts';
import { requireLive } from './require-live.ts';
import { isIncomplete, oldestScan, selectedSources } from './selected-sources.ts';
import { readFacet, SessionFacetRef } from './session-facet.ts';

interface ShownCounts {
  readonly counts: CountsEvent;
  readonly query: ParsedQuery;
}

const SessionCountsRef = builder.objectRef<ShownCounts>('SessionCounts').implement({
  description: 'Numbers of the sessions that match a filter.',
  fields: (t) => ({
    asOf: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Start of the oldest complete scan among the sources, as of `LiveSessionConnection`.',
      resolve: async ({ query }, _args, context) => oldestScan((await selectedSources(query, context)).states()),
    }),
    totalCount: t.int({
      nullable: false,
      description: 'Number of sessions that match. Exact.',
      resolve: ({ query }, _args, context) => requireLive(context).index.count(query.filter),
    }),
    facet: t.field({
      type: SessionFacetRef,
      nullable: false,
      description: 'Numbers of matching sessions by the values of the dimension, whose own conditions are omitted.',
      resolve: ({ counts }, _args, context) => readFacet(requireLive(context).index, counts),
    }),
    incomplete: t.boolean({
      nullable: false,
      description: 'True if a source is not `UP_TO_DATE`: sessions may be missing or have changed.',
      async resolve({ query }, _args, context) {
        const selected = await selectedSources(query, context);
        return isIncomplete(selected.states(), selected);
      },
    }),
  }),
});

builder.subscriptionField('sessionCounts', (t) =>
  t.field({
    type: SessionCountsRef,
    nullable: false,
    ...awsCalls(0),
    description: 'Sends counts alone: those of now at once, then when they change, at most once a second.',
    extensions: itemsOf(pageSize),
    args: {
      filter: t.arg({
        type: LiveSessionFilterRef,
        description: 'Conditions for the sessions; all sessions by default.',
      }),
      by: t.arg({ type: SessionDimensionRef, required: true, defaultValue: 'STATUS', description: 'Dimension.' }),
      first: t.arg.int({
        defaultValue: DEFAULT_FIRST,
        description: `Number of values: 0 to ${MAX_FIRST}; the others are counted in \`otherCount\`.`,
      }),
    },
    subscribe: (_root, args, context) => openCounts(args, context) as never,
    resolve: (counts, { filter }, context) => ({
      counts: counts as unknown as CountsEvent,
      query: parseQuery({ filter }, undefined, context),
    }),
  }),
);

interface CountsArgs {
  readonly filter?: LiveConditions | null | undefined;
  readonly by: Dimension;
  readonly first?: number | null | undefined;
}

/** @throws GatewayError FORBIDDEN, SERVICE_DISABLED, BAD_USER_INPUT */
async function openCounts({ filter, by, first }: CountsArgs, context: Context) {
  requireRead('SessionCounts', context);
  const live = requireLive(context);
  const query = parseQuery({ filter }, undefined, context);
  const { isSelected } = await selectedSources(query, context);
  const counts = { filter: query.filter, by, first: checkFirst(first ?? DEFAULT_FIRST) };
  void live.look(context.deadline, isSelected);
  return sessionCounts(live.broadcaster, counts);
}
