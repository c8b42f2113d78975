import * as appstream from '@aws-sdk/client-appstream';
import * as ssm from '@aws-sdk/client-ssm';
import * as workspaces from '@aws-sdk/client-workspaces';
import { type GraphQLEnumType, isEnumType, isIntrospectionType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { awsEnum, UNKNOWN } from '../../src/schema/builder/aws-enum.ts';
import { apiSchema } from '../../src/schema/schema.ts';

/** Every enum of AWS that a field or argument has, and what the SDK says of it; two services may share one. */
const ENUMS: readonly (readonly [string, readonly Readonly<Record<string, string>>[]])[] = [
  ['StackAccessEndpointType', [appstream.AccessEndpointType]],
  ['StackAgentAction', [appstream.AgentAction]],
  ['AppStreamPlatform', [appstream.PlatformType]],
  ['AppStreamSessionState', [appstream.SessionState]],
  ['SessionAuthenticationType', [appstream.AuthenticationType, workspaces.AuthenticationType]],
  ['FleetAttribute', [appstream.FleetAttribute]],
  ['FleetState', [appstream.FleetState]],
  ['FleetType', [appstream.FleetType]],
  ['AppStreamInstanceDrainStatus', [appstream.InstanceDrainStatus]],
  ['ManagedNodePlatformType', [ssm.PlatformType]],
  ['StackUserSettingPermission', [appstream.Permission]],
  ['ManagedNodePingStatus', [ssm.PingStatus]],
  ['PoolApplicationSettingsStatus', [workspaces.ApplicationSettingsStatusEnum]],
  ['PoolRunningMode', [workspaces.PoolsRunningMode]],
  ['PoolState', [workspaces.WorkspacesPoolState]],
  ['StackPreferredProtocol', [appstream.PreferredProtocol]],
  ['ManagedNodeResourceType', [ssm.ResourceType]],
  ['StackAgentScreenImageFormat', [appstream.ScreenImageFormat]],
  ['StackAgentScreenResolution', [appstream.ScreenResolution]],
  ['SessionConnectionState', [appstream.SessionConnectionState, workspaces.SessionConnectionState]],
  ['ManagedNodeSourceType', [ssm.SourceType]],
  ['SsmAccessType', [ssm.AccessType]],
  ['SsmSessionFilterKey', [ssm.SessionFilterKey]],
  ['SsmSessionState', [ssm.SessionState]],
  ['StackStorageConnectorType', [appstream.StorageConnectorType]],
  ['FleetStreamView', [appstream.StreamView]],
  ['StackAgentUserControlMode', [appstream.UserControlMode]],
  ['StackUserSettingAction', [appstream.Action]],
  ['WorkspaceConnectionState', [workspaces.ConnectionState]],
  ['WorkspaceDataReplication', [workspaces.DataReplication]],
  ['WorkspaceGlobalAcceleratorMode', [workspaces.AGAModeForWorkSpaceEnum]],
  ['WorkspaceGlobalAcceleratorProtocol', [workspaces.AGAPreferredProtocolForWorkSpace]],
  ['WorkspaceModificationResource', [workspaces.ModificationResourceEnum]],
  ['WorkspaceModificationStatus', [workspaces.ModificationStateEnum]],
  ['WorkspaceOperatingSystem', [workspaces.OperatingSystemName]],
  ['WorkspaceProtocol', [workspaces.Protocol]],
  ['WorkspaceRelationshipType', [workspaces.StandbyWorkspaceRelationshipType]],
  ['WorkspaceRunningMode', [workspaces.RunningMode]],
  ['WorkspaceState', [workspaces.WorkspaceState]],
];
/** In the gateway's own words, whatever AWS says. */
const OWN = [
  'LiveSessionOrderField',
  'LiveSourceStatus',
  'SessionDimension',
  'SessionEndReason',
  'SessionEventKind',
  'SessionOrderDirection',
  'SessionRecordOrderField',
  'SessionService',
  'SessionSourceStatus',
  'SessionStatus',
  'TerminationOutcome',
  'UsageDimension',
  'UsageInterval',
];

const enums = Object.values(apiSchema.getTypeMap())
  .filter(isEnumType)
  .filter((type) => !isIntrospectionType(type));

test('No enum of AWS is left out of this comparison', () => {
  expect(enums.map(({ name }) => name).sort()).toEqual([...ENUMS.map(([name]) => name), ...OWN].sort());
});

describe.each(ENUMS)('%s', (name, values) => {
  const type = apiSchema.getType(name) as GraphQLEnumType;
  const known = new Set([...values.flatMap((one) => Object.values(one)), UNKNOWN]);

  test('has every value that the SDK knows, and UNKNOWN', () => {
    const held = type.getValues().map(({ value }) => value);
    expect(held.sort()).toEqual([...known].sort());
  });

  test('says what each value means', () => {
    const silent = type.getValues().filter(({ description }) => / of AWS\.$/.test(description ?? ''));
    expect(silent.map((value) => value.name)).toEqual([]);
  });
});

test('An SSM session has every status that the SDK knows', () => {
  const { SessionStatus } = ssm;
  const status = apiSchema.getType('SessionStatus') as GraphQLEnumType;
  const missing = Object.values(SessionStatus).filter((value) => !status.getValue(value.toUpperCase()));
  expect(missing).toEqual([]);
});

test('Two values that would get one name stop the start, so that none is lost', () => {
  const declare = (name: string, meanings: Record<string, string>) =>
    awsEnum(name, { description: 'Two spellings of one name.', meanings });
  expect(() => declare('Spelled', { JustInTime: 'One.', JUST_IN_TIME: 'Another.' })).toThrow('JUST_IN_TIME');
  expect(() => declare('Taken', { Unknown: 'Unknown to AWS.' })).toThrow('UNKNOWN');
});
