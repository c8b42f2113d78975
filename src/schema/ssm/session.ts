import { spanLocations } from '../../services/span-locations.ts';
import type { SessionManagerOutputUrl, SsmSession } from '../../services/ssm/model.ts';
import { ssmProvider } from '../../services/ssm/provider.ts';
import { isStale } from '../../services/ssm/stale.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { entity } from '../entity.ts';
import { spanningArgs } from '../selection-args.ts';
import { SessionRef, sessionFields } from '../session.ts';
import { loadSessionsOf, sessionId } from '../session-node.ts';
import { AccessTypeRef, SsmSessionFilterKeyRef, SsmSessionStateRef } from './enums.ts';
import { ManagedNodeRef } from './managed-node.ts';

export const SsmSessionRef = builder.objectRef<SsmSession>('SsmSession');

const OutputUrlRef = builder.objectRef<SessionManagerOutputUrl>('SsmSessionOutputUrl').implement({
  description: 'Where the output of a session is kept. Reserved by AWS for future use.',
  fields: (t) => ({
    s3OutputUrl: t.exposeString('S3OutputUrl', { description: 'In S3.' }),
    cloudWatchOutputUrl: t.exposeString('CloudWatchOutputUrl', { description: 'In CloudWatch Logs.' }),
  }),
});

loadSessionsOf(SsmSessionRef, ssmProvider);

builder.node(SsmSessionRef, {
  description: "Somebody's shell session on a machine. SSM Session Manager `Session`.",
  interfaces: [SessionRef],
  id: sessionId(ssmProvider),
  fields: (t) => ({
    ...sessionFields(t, ssmProvider.toSession),
    target: t.exposeString('Target', {
      description: 'What it is on: an instance `i-…`, a hybrid node `mi-…`, or a container `ecs:…`.',
    }),
    startDate: t.expose('StartDate', { type: 'DateTime', description: 'When it began.' }),
    endDate: t.expose('EndDate', { type: 'DateTime', description: 'When it ended.' }),
    documentName: t.exposeString('DocumentName', { description: 'The SSM document that defines its settings.' }),
    owner: t.exposeString('Owner', { description: 'The ARN of who opened it.' }),
    reason: t.exposeString('Reason', { description: 'Why it was opened, if its owner said so.' }),
    details: t.exposeString('Details', { description: 'Reserved by AWS for future use.' }),
    outputUrl: t.expose('OutputUrl', { type: OutputUrlRef, description: 'Where its output is kept. Reserved by AWS.' }),
    maxSessionDuration: t.exposeString('MaxSessionDuration', {
      description: 'How long it may last, as AWS writes it. Minutes, 1 to 1440.',
    }),
    accessType: t.expose('AccessType', { type: AccessTypeRef, description: 'Why its owner was let in.' }),
    stale: t.boolean({
      nullable: false,
      description:
        'Whether it is likely abandoned: AWS lists such a session as active for up to 30 days. True when it has not ended and is older than it may become, or its machine is not online.',
      resolve: async (session, _args, { services }) =>
        isStale(session, new Date(), () => services.of(session).ssm.managedNodeOfTarget(session.Target)),
    }),
    managedNode: t.field({
      type: ManagedNodeRef,
      description: 'The machine it is on; null where its target is no managed node, or is stopped or gone.',
      resolve: (session, _args, { services }) => services.of(session).ssm.managedNodeOfTarget(session.Target),
    }),
  }),
});

entity(SsmSessionRef);

const SsmSessionFilterRef = builder.inputType('SsmSessionFilter', {
  description: "A condition of SSM's own. AWS filters a page after it has cut it: a rare match may take many calls.",
  fields: (t) => ({
    key: t.field({ type: SsmSessionFilterKeyRef, required: true, description: 'What is compared.' }),
    value: t.string({ required: true, description: 'What it has to be. 1 to 400 characters.' }),
  }),
});

builder.queryField('ssmSessions', (t) =>
  connectionField(t, SsmSessionRef, {
    description: 'Shell sessions, location by location and in each the newest first.',
    args: {
      state: t.arg({
        type: SsmSessionStateRef,
        required: true,
        defaultValue: 'Active',
        description: 'Those that last, or those that are over.',
      }),
      filters: t.arg({ type: [SsmSessionFilterRef], description: 'All of these must hold; six at most.' }),
      ...spanningArgs(t),
    },
    source: (_root, { state, filters, ...selection }, services) => {
      const query = { State: state, Filters: filters ?? [] };
      return spanLocations(services, selection, ['ssmSessions', query], ({ ssm }) => ssm.sessions(query));
    },
  }),
);
