import type { PlaceCoverage } from '../../store/history/coverage/coverage.ts';
import type { Usage, UsageSeries } from '../../store/history/usage/usage.ts';
import type { UsageDimension, UsageQuery } from '../../store/history/usage/usage-query.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { awsCalls, HISTORY_READ, USAGE_READ } from '../cost/cost.ts';
import { UsageDimensionRef, UsageIntervalRef } from './history-enums.ts';
import { SessionUsageFilterRef } from './history-inputs.ts';
import { requireHistory } from './require-history.ts';
import { pastOf, readPlaces, SessionCoverageRef } from './session-coverage.ts';
import { type UsagePoint, UsagePointRef } from './usage-point.ts';
import { parseUsageQuery, readUsageOf } from './usage-query.ts';

/** Usage as clients see it. */
interface ShownUsage {
  readonly usage: Usage;
  readonly query: UsageQuery;
  readonly now: number;
  /** Reads the places of the filter, when they are first selected. */
  readonly places: () => Promise<readonly PlaceCoverage[]>;
}

interface ShownSeries {
  readonly shown: ShownUsage;
  readonly series: UsageSeries;
}

const KeyRef = builder
  .objectRef<{ readonly dimension: UsageDimension; readonly value: string | null }>('UsageKey')
  .implement({
    description: 'Value of a dimension that all sessions of a series have.',
    fields: (t) => ({
      dimension: t.expose('dimension', { type: UsageDimensionRef, nullable: false, description: 'Dimension.' }),
      value: t.exposeString('value', {
        description: 'Value; null for sessions without one, such as those without a user.',
      }),
    }),
  });

const SeriesRef = builder.objectRef<ShownSeries>('UsageSeries').implement({
  description: 'Use of the sessions that have the same values of the dimensions.',
  fields: (t) => ({
    key: t.field({
      type: [KeyRef],
      nullable: false,
      description: 'Values of the dimensions in the order of `by`; empty without dimensions.',
      resolve: ({ series, shown }) =>
        shown.query.by.map((dimension, at) => ({ dimension, value: series.key[at] ?? null })),
    }),
    total: t.field({
      type: UsagePointRef,
      nullable: false,
      description: 'Use in the whole window. Its peaks are the greatest of the points; a user counts once.',
      resolve: (each) => toPoint(each, null),
    }),
    points: t.field({
      type: [UsagePointRef],
      nullable: false,
      description: 'Use in each interval of the window, in the order of time, without gaps.',
      resolve: (each) => each.shown.usage.buckets.begins.map((_, bucket) => toPoint(each, bucket)),
    }),
  }),
});

const UsageRef = builder.objectRef<ShownUsage>('SessionUsage').implement({
  description: 'Use of sessions over time.',
  fields: (t) => ({
    series: t.field({
      type: [SeriesRef],
      nullable: false,
      description:
        'One series for each combination of values that sessions have, most seconds of sessions first; without dimensions exactly one.',
      resolve: (shown) => shown.usage.series.map((series) => ({ shown, series })),
    }),
    coverage: t.field({
      type: [SessionCoverageRef],
      nullable: false,
      description: 'Observed share of the window, by service and location. What was not observed is not zero.',
      extensions: HISTORY_READ,
      resolve: async ({ places, query, now }) =>
        (await places()).map((place) => ({ place, ...pastOf(query.filter, now) })),
    }),
  }),
});

builder.queryField('sessionUsage', (t) =>
  t.field({
    type: UsageRef,
    nullable: true,
    ...awsCalls(0),
    extensions: USAGE_READ,
    description:
      'Sums up the use of sessions over time: how many at once, how many started, for how long. Exact peaks, as far as sessions were observed. By user it also needs `history:read`.',
    args: {
      filter: t.arg({ type: SessionUsageFilterRef, required: true, description: 'Window and conditions.' }),
      interval: t.arg({
        type: UsageIntervalRef,
        required: true,
        defaultValue: 'HOUR',
        description: 'Length of the points.',
      }),
      by: t.arg({
        type: [UsageDimensionRef],
        description: 'Dimensions whose values are series of their own; one series of all sessions by default.',
      }),
    },
    async resolve(_root, args, context) {
      const query = parseUsageQuery(args, context);
      const usage = await readUsageOf(query, context);
      return { usage, query, now: requireHistory(context).now(), places: placesOf(query, context) };
    },
  }),
);

function placesOf({ filter }: UsageQuery, context: Context): ShownUsage['places'] {
  let places: Promise<readonly PlaceCoverage[]> | undefined;
  return () => {
    places ??= readPlaces(filter, context);
    return places;
  };
}

function toPoint({ shown, series }: ShownSeries, bucket: number | null): UsagePoint {
  const { usage, query, now } = shown;
  const isOf = (place: PlaceCoverage) =>
    query.by.every((dimension, at) => {
      const value = placeValue(place, dimension);
      return value === undefined || value === series.key[at];
    });
  return { usage, series, bucket, now, places: async () => (await shown.places()).filter(isOf) };
}

/** Returns the value of a dimension that a place has; undefined for a dimension of sessions alone. */
function placeValue({ service, accountId, region }: PlaceCoverage, dimension: UsageDimension) {
  if (dimension === 'SERVICE') return service;
  if (dimension === 'REGION') return region;
  return dimension === 'ACCOUNT' && accountId !== null ? accountId : undefined;
}
