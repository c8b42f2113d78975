import { spanLocations } from '../../services/span-locations.ts';
import type { SessionManagerOutputUrl, SsmSession } from '../../services/ssm/model.ts';
import { ssmProvider } from '../../services/ssm/provider.ts';
import { isStale } from '../../services/ssm/stale.ts';
import { builder } from '../builder/builder.ts';
import { spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { SessionRef, sessionFields } from '../sessions/session.ts';
import { loadSessionsOf, sessionId } from '../sessions/session-node.ts';
import { AccessTypeRef, SsmSessionFilterKeyRef, SsmSessionStateRef } from './enums.ts';
import { ManagedNodeRef } from './managed-node.ts';

export const SsmSessionRef = builder.objectRef<SsmSession>('SsmSession');

const OutputUrlRef = builder.objectRef<SessionManagerOutputUrl>('SsmSessionOutputUrl').implement({
  description: 'URLs of the session output. Reserved by AWS for future use.',
  fields: (t) => ({
    s3OutputUrl: t.exposeString('S3OutputUrl', { description: 'URL in S3.' }),
    cloudWatchOutputUrl: t.exposeString('CloudWatchOutputUrl', { description: 'URL in CloudWatch Logs.' }),
  }),
});

loadSessionsOf(SsmSessionRef, ssmProvider);

builder.node(SsmSessionRef, {
  description: 'Shell session of a user on a managed node or container. SSM Session Manager `Session`.',
  interfaces: [SessionRef],
  id: sessionId(ssmProvider),
  fields: (t) => ({
    ...sessionFields(t, ssmProvider.toSession),
    target: t.exposeString('Target', {
      description: 'Session target: an instance `i-…`, a hybrid node `mi-…`, or a container `ecs:…`.',
    }),
    startDate: t.expose('StartDate', { type: 'DateTime', description: 'Start time.' }),
    endDate: t.expose('EndDate', { type: 'DateTime', description: 'End time.' }),
    documentName: t.exposeString('DocumentName', { description: 'SSM document with the session settings.' }),
    owner: t.exposeString('Owner', { description: 'ARN of the IAM identity that opened the session.' }),
    reason: t.exposeString('Reason', { description: 'Reason that the owner gave.' }),
    details: t.exposeString('Details', { description: 'Reserved by AWS for future use.' }),
    outputUrl: t.expose('OutputUrl', {
      type: OutputUrlRef,
      description: 'URLs of the session output. Reserved by AWS.',
    }),
    maxSessionDuration: t.exposeString('MaxSessionDuration', {
      description: 'Longest duration, as AWS writes it. Minutes, 1 to 1440.',
    }),
    accessType: t.expose('AccessType', { type: AccessTypeRef, description: 'Access by which the session was opened.' }),
    stale: t.boolean({
      nullable: false,
      description:
        'True if the session is probably abandoned: it has not ended and exceeds its longest duration, or its managed node is not online. AWS lists such sessions as active for up to 30 days.',
      resolve: async (session, _args, { services }) =>
        isStale(session, new Date(), () => services.of(session).ssm.managedNodeOfTarget(session.Target)),
    }),
    managedNode: t.field({
      type: ManagedNodeRef,
      description:
        'Managed node of the session; null if the target is not a managed node, is stopped or no longer exists.',
      resolve: (session, _args, { services }) => services.of(session).ssm.managedNodeOfTarget(session.Target),
    }),
  }),
});

entity(SsmSessionRef);

const SsmSessionFilterRef = builder.inputType('SsmSessionFilter', {
  description:
    'Condition that SSM evaluates. SSM filters each page after cutting it: rare matches may take many calls.',
  fields: (t) => ({
    key: t.field({ type: SsmSessionFilterKeyRef, required: true, description: 'Member to compare.' }),
    value: t.string({ required: true, description: 'Expected value. 1 to 400 characters.' }),
  }),
});

builder.queryField('ssmSessions', (t) =>
  connectionField(t, SsmSessionRef, {
    description: 'Lists SSM sessions, one location after the other, newest first in each.',
    args: {
      state: t.arg({
        type: SsmSessionStateRef,
        required: true,
        defaultValue: 'Active',
        description: '`ACTIVE` sessions, or the `HISTORY` of ended ones.',
      }),
      filters: t.arg({ type: [SsmSessionFilterRef], description: 'Conditions that must all hold; six at most.' }),
      ...spanningArgs(t),
    },
    source: (_root, { state, filters, ...selection }, services) => {
      const query = { State: state, Filters: filters ?? [] };
      return spanLocations(services, selection, ['ssmSessions', query], ({ ssm }) => ssm.sessions(query));
    },
  }),
);
