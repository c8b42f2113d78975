import type { Stack } from '../../services/appstream/model.ts';
import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { builder } from '../builder/builder.ts';
import { awsCalls, awsCallsOfNames } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { selectionArgs, spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesOf, nodeKey, required } from '../relay/node.ts';
import { findByArn } from './find-by-arn.ts';
import { FleetRef } from './fleet.ts';
import { AppStreamSessionRef, CALLS_FOR_ALL_USERS, sessionFilterArgs, toSessionsFilter } from './session.ts';
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
  description: 'Access configuration of users: fleets, storage and permissions. AppStream 2.0 `Stack`.',
  id: { resolve: (stack) => nodeKey(stack.location, stack.Name) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the stack.',
    }),
    arn: t.exposeString('Arn', { description: 'Amazon Resource Name.' }),
    name: t.exposeString('Name', { nullable: false, description: 'Stack name, unique in its account and region.' }),
    description: t.exposeString('Description', { description: 'Description.' }),
    displayName: t.exposeString('DisplayName', { description: 'Display name.' }),
    createdTime: t.expose('CreatedTime', { type: 'DateTime', description: 'Creation time.' }),
    storageConnectors: t.expose('StorageConnectors', {
      type: [StackStorageConnectorRef],
      description: 'Storage for the files of users.',
    }),
    redirectURL: t.exposeString('RedirectURL', { description: 'URL that users are redirected to after a session.' }),
    feedbackURL: t.exposeString('FeedbackURL', { description: 'URL for user feedback.' }),
    stackErrors: t.expose('StackErrors', { type: [StackErrorRef], description: 'Errors of the stack.' }),
    userSettings: t.expose('UserSettings', {
      type: [StackUserSettingRef],
      description: 'Actions with their permissions for users.',
    }),
    applicationSettings: t.expose('ApplicationSettings', {
      type: StackApplicationSettingsRef,
      description: 'Persistence of application settings between sessions.',
    }),
    accessEndpoints: t.expose('AccessEndpoints', {
      type: [StackAccessEndpointRef],
      description: 'VPC endpoints through which users reach the stack, four at most.',
    }),
    embedHostDomains: t.exposeStringList('EmbedHostDomains', {
      description: 'Domains whose pages may embed its sessions, twenty at most.',
    }),
    streamingExperienceSettings: t.expose('StreamingExperienceSettings', {
      type: StackStreamingExperienceSettingsRef,
      description: 'Streaming settings.',
    }),
    contentRedirection: t.expose('ContentRedirection', {
      type: StackContentRedirectionRef,
      description: "Redirection of content from a session to the user's device.",
    }),
    agentAccessConfig: t.expose('AgentAccessConfig', {
      type: StackAgentAccessConfigRef,
      description: 'Configuration of AI agents in sessions.',
    }),
    fleets: connectionField(t, FleetRef, {
      description: 'Lists the associated fleets.',
      source: (stack, _args, services) => services.of(stack).appstream.fleetsOfStack(stack.Name),
    }),
    sessions: connectionField(t, AppStreamSessionRef, {
      calls: CALLS_FOR_ALL_USERS,
      description:
        'Lists the sessions of the stack: on every associated fleet and of every authentication type, unless one is given. Each combination is a separate AWS listing.',
      args: {
        fleetName: t.arg.string({ description: 'Name of the fleet that hosts the sessions.' }),
        ...sessionFilterArgs(t),
      },
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
    description:
      "Lists AppStream stacks: all in AWS's order, or the named ones in the given order; one location after the other.",
    args: {
      names: t.arg.stringList({
        description:
          'Names of the stacks, in every location that has one. Names without a stack are skipped; an empty list gives no stacks.',
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
    description: 'Finds an AppStream stack; null if it does not exist.',
    args: { name: t.arg.string({ required: true, description: 'Name of the stack.' }), ...selectionArgs(t) },
    resolve: (_root, { name, ...selection }, { services }) =>
      findSelected(services, selection, ({ appstream }) => appstream.stackByName(name)),
  }),
}));
