import type { PlaceCoverage } from '../../store/history/coverage/coverage.ts';
import type { Levels, Usage, UsageSeries } from '../../store/history/usage/usage.ts';
import { builder } from '../builder/builder.ts';

/** Sums of a bucket of a series, or of its whole window. */
export interface UsagePoint {
  readonly usage: Usage;
  readonly series: UsageSeries;
  /** Number of the bucket; null: the whole window. */
  readonly bucket: number | null;
  /** Reads the places that the series is of. */
  readonly places: () => Promise<readonly PlaceCoverage[]>;
  readonly now: number;
}

/** Distinct users below which their number could tell who it is. Callers with `history:read` know anyway. */
const FEWEST_USERS = 5;

const edgesOf = ({ usage: { buckets }, bucket }: UsagePoint) => ({
  from: buckets.edges[bucket ?? 0] as number,
  to: (bucket === null ? buckets.edges.at(-1) : buckets.edges[bucket + 1]) as number,
});

const most = (values: readonly number[], bucket: number | null): number =>
  bucket === null ? values.reduce((peak, value) => Math.max(peak, value), 0) : (values[bucket] as number);
const sum = (values: readonly number[], bucket: number | null): number =>
  bucket === null ? values.reduce((total, value) => total + value, 0) : (values[bucket] as number);
const seconds = ({ milliseconds }: Levels, bucket: number | null): number => sum(milliseconds, bucket) / 1_000;

export const UsagePointRef = builder.objectRef<UsagePoint>('UsagePoint').implement({
  description:
    'Use in one interval, or in the whole window. Read `observedShare` with it: what was not observed is not zero.',
  fields: (t) => ({
    from: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Begin; the first interval begins with the window.',
      resolve: (point) => new Date(edgesOf(point).from),
    }),
    to: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'End (exclusive); the last interval ends with the window.',
      resolve: (point) => new Date(edgesOf(point).to),
    }),
    peakConcurrent: t.int({
      nullable: false,
      description:
        'Most sessions that were there at the same moment, those that lasted from before included. Of hours older than `GATEWAY_HISTORY_DAYS` the sum of the peaks of the resources: an upper bound.',
      resolve: ({ series, bucket }) => most(series.sessions.peaks, bucket),
    }),
    peakConnected: t.int({
      nullable: false,
      description: 'Most sessions whose users were connected at the same moment.',
      resolve: async ({ series, bucket }) => most((await series.connected()).peaks, bucket),
    }),
    sessionsStarted: t.int({
      nullable: false,
      description: 'Number of sessions that started.',
      resolve: ({ series, bucket }) => sum(series.sessions.started, bucket),
    }),
    distinctUsers: t.int({
      description: `Number of users with a session. Null below ${FEWEST_USERS} for callers without \`history:read\`, and where names are no longer stored (\`GATEWAY_HISTORY_DAYS\`).`,
      async resolve({ series, bucket }, _args, { ownHistory }) {
        const { buckets, total } = await series.users();
        const users = bucket === null ? total : (buckets[bucket] as number | null);
        return users === null || (ownHistory && users < FEWEST_USERS) ? null : users;
      },
    }),
    sessionSeconds: t.float({
      nullable: false,
      description: 'Sum of the seconds that sessions lasted in it.',
      resolve: ({ series, bucket }) => seconds(series.sessions, bucket),
    }),
    connectedSeconds: t.float({
      nullable: false,
      description: 'Sum of the seconds in which users were connected.',
      resolve: async ({ series, bucket }) => seconds(await series.connected(), bucket),
    }),
    observedShare: t.float({
      nullable: false,
      description:
        'Share of it, up to now, that was observed: 0 to 1. The mean of the services and locations of the series.',
      async resolve(point) {
        const { from, to } = edgesOf(point);
        const places = await point.places();
        const shares = places.map((place) => place.shareOf(from, Math.min(to, Math.max(point.now, from))));
        return shares.length === 0 ? 0 : shares.reduce((total, share) => total + share, 0) / shares.length;
      },
    }),
  }),
});
