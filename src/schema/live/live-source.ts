import type { CountedSource } from '../../live/index/live-sources.ts';
import type { Timestamp } from '../../live/live-session.ts';
import type { SessionService } from '../../sessions/providers.ts';
import { builder } from '../builder/builder.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { SessionServiceRef } from '../sessions/session.ts';
import { SessionSourceErrorRef } from '../sessions/session-connection.ts';
import { LiveSourceStatusRef } from './live-enums.ts';

export const LiveSourceRef = builder.objectRef<CountedSource>('LiveSource').implement({
  description:
    'Source of live sessions, which is scanned for all viewers together: an association of a stack and a fleet, the SSM list of one region, a pool, or the list of these in one region. Callers with `sessions:read:own` see one source per service and location.',
  fields: (t) => ({
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: 'AWS service of the source.',
      resolve: ({ service }) => service as SessionService,
    }),
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region. The account is null until it is known from the credentials.',
    }),
    label: t.exposeString('label', {
      nullable: false,
      description: 'Display name: `AppStream eu-west-1 stack Design / fleet design-gpu`.',
    }),
    status: t.expose('status', { type: LiveSourceStatusRef, nullable: false, description: 'State of the source.' }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Start of the last complete scan; null before the first. The sessions of the source are those of this time.',
      resolve: ({ asOf }) => toDate(asOf),
    }),
    nextReadAt: t.field({
      type: 'DateTime',
      description: 'Time of the next scan, if one is planned. Null for callers with `sessions:read:own`.',
      resolve: ({ nextReadAt }) => toDate(nextReadAt),
    }),
    sessions: t.exposeInt('sessions', {
      nullable: false,
      description: 'Number of sessions of the source, whatever the filter.',
    }),
    callsPerScan: t.exposeInt('callsPerScan', {
      description: 'AWS calls of the last complete scan. Null for callers with `sessions:read:own`.',
    }),
    error: t.field({
      type: SessionSourceErrorRef,
      description: 'Error of the last scan; null if it succeeded.',
      // Copies the error: an Error that a resolver returns would become a GraphQL error.
      resolve: ({ error }) => error && { code: error.code, message: error.message },
    }),
  }),
});

const toDate = (time: Timestamp | null): Date | null => (time === null ? null : new Date(time));
