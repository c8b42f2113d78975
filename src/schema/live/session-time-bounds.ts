import type { TimeBounds } from '../../live/live-session.ts';
import { builder } from '../builder/builder.ts';

export const SessionTimeBoundsRef = builder.objectRef<TimeBounds>('SessionTimeBounds').implement({
  description: 'Moment that lies between two observations. It is exact if both are equal.',
  fields: (t) => ({
    after: t.field({
      type: 'DateTime',
      description: 'Earliest possible time; null if nothing was observed before.',
      resolve: ({ after }) => (after === null ? null : new Date(after)),
    }),
    before: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Latest possible time.',
      resolve: ({ before }) => new Date(before),
    }),
  }),
});
