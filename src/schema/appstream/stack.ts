import type { Stack } from '../../services/appstream/model.ts';
import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { AwsLocationRef } from '../aws-location.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { awsCalls, awsCallsOfNames } from '../cost.ts';
import { entity } from '../entity.ts';
import { loadNodesOf, nodeKey, required } from '../node.ts';
import { selectionArgs, spanningArgs } from '../selection-args.ts';
import { findByArn } from './find-by-arn.ts';
import { FleetRef } from './fleet.ts';
import { AppStreamSessionRef, CALLS_FOR_EVERYBODY, sessionFilterArgs, toSessionsFilter } from './session.ts';
import {
  StackAccessEndpointRef,
  StackAgentAccessConfigRef,
  StackApplicationSettingsRef,
  StackContentRedirectionRef,
  StackErrorRef,
  StackStorageConnectorRef,
  StackStreamingExperienceSettingsRef,
  StackUserSettingRef,
} from './stack-parts.ts';

export const StackRef = builder.objectRef<Stack>('Stack');

loadNodesOf(StackRef, 1, async ({ appstream }, [name]) => appstream.stackByName(required(name)));

builder.node(StackRef, {
  description: 'What users are given: fleets, storage and rules. AppStream 2.0 `Stack`.',
  id: { resolve: (stack) => nodeKey(stack.location, stack.Name) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'The account and region it lives in.',
    }),
    arn: t.exposeString('Arn', { description: 'The Amazon Resource Name.' }),
    name: t.exposeString('Name', { nullable: false, description: 'Unique in its account and region.' }),
    description: t.exposeString('Description', { description: 'What it is for.' }),
    displayName: t.exposeString('DisplayName', { description: 'The name that people see.' }),
    createdTime: t.expose('CreatedTime', { type: 'DateTime', description: 'When it was made.' }),
    storageConnectors: t.expose('StorageConnectors', {
      type: [StackStorageConnectorRef],
      description: 'Where its users keep their files.',
    }),
    redirectURL: t.exposeString('RedirectURL', { description: 'Where users are sent after a session.' }),
    feedbackURL: t.exposeString('FeedbackURL', { description: 'Where users are sent to give feedback.' }),
    stackErrors: t.expose('StackErrors', { type: [StackErrorRef], description: 'What is wrong with it.' }),
    userSettings: t.expose('UserSettings', { type: [StackUserSettingRef], description: 'What its users may do.' }),
    applicationSettings: t.expose('ApplicationSettings', {
      type: StackApplicationSettingsRef,
      description: 'Whether the settings of applications outlive a session.',
    }),
    accessEndpoints: t.expose('AccessEndpoints', {
      type: [StackAccessEndpointRef],
      description: 'The VPC endpoints through which users reach it, four at most.',
    }),
    embedHostDomains: t.exposeStringList('EmbedHostDomains', {
      description: 'Domains whose pages may embed its sessions, twenty at most.',
    }),
    streamingExperienceSettings: t.expose('StreamingExperienceSettings', {
      type: StackStreamingExperienceSettingsRef,
      description: 'How it streams.',
    }),
    contentRedirection: t.expose('ContentRedirection', {
      type: StackContentRedirectionRef,
      description: "What of a session opens on the user's own device.",
    }),
    agentAccessConfig: t.expose('AgentAccessConfig', {
      type: StackAgentAccessConfigRef,
      description: 'How AI agents use its sessions.',
    }),
    fleets: connectionField(t, FleetRef, {
      description: 'The fleets that serve it.',
      source: (stack, _args, services) => services.of(stack).appstream.fleetsOfStack(stack.Name),
    }),
    sessions: connectionField(t, AppStreamSessionRef, {
      calls: CALLS_FOR_EVERYBODY,
      description:
        "Everybody's sessions through it: on every fleet that serves it and of every authentication type, unless one is given. Each of them is a listing of its own to AWS.",
      args: { fleetName: t.arg.string({ description: 'Only those on this fleet.' }), ...sessionFilterArgs(t) },
      source: (stack, { fleetName, ...filter }, services) =>
        services.of(stack).appstream.allSessions({
          StackName: stack.Name,
          FleetName: fleetName ?? undefined,
          ...toSessionsFilter(filter),
        }),
    }),
  }),
});

entity(StackRef, {
  arn: findByArn('stack', ({ appstream }, name) => appstream.stackByName(name)),
});

builder.queryFields((t) => ({
  stacks: connectionField(t, StackRef, {
    description: "AppStream stacks: all in AWS's order, or those of the given names in theirs; location by location.",
    args: {
      names: t.arg.stringList({
        description:
          'Only these, of every location that has one; a name that nothing has is left out, and an empty list gives no stacks.',
      }),
      ...spanningArgs(t),
    },
    callsOf: ({ names }) => awsCallsOfNames(names),
    source: (_root, { names = null, ...selection }, services) =>
      spanLocations(services, selection, ['stacks', names], ({ appstream }) => appstream.stacks(names)),
  }),
  stack: t.field({
    type: StackRef,
    ...awsCalls(1),
    description: 'One AppStream stack; null when there is none of that name.',
    args: { name: t.arg.string({ required: true, description: 'Its name.' }), ...selectionArgs(t) },
    resolve: (_root, { name, ...selection }, { services }) =>
      findSelected(services, selection, ({ appstream }) => appstream.stackByName(name)),
  }),
}));
