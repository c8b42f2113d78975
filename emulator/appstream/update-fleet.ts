import type { Operation } from '../operation.ts';
import { recountFleet } from '../world/capacity.ts';
import type { AppStreamFleet } from '../world/state.ts';
import { badCombination, changing, inUse } from './errors.ts';
import { checkFleetChange, desiredInstances, type FleetRequest, wholeMinutes } from './fleet-rules.ts';
import { fleetNamed } from './lookup.ts';
import { boolean, fleetMembers, name, text } from './rules.ts';

interface Input extends FleetRequest {
  Name?: string;
  AttributesToDelete?: string[];
  DeleteVpcConfig?: boolean;
}

/** Members that each value of `AttributesToDelete` removes. */
const deletions: Readonly<Record<string, { member: keyof AppStreamFleet; remove(fleet: AppStreamFleet): void }>> = {
  VPC_CONFIGURATION: deletionOf('VpcConfig'),
  VPC_CONFIGURATION_SECURITY_GROUP_IDS: {
    member: 'VpcConfig',
    remove(fleet) {
      if (fleet.VpcConfig) fleet.VpcConfig = { SubnetIds: fleet.VpcConfig.SubnetIds ?? [] };
    },
  },
  DOMAIN_JOIN_INFO: deletionOf('DomainJoinInfo'),
  IAM_ROLE_ARN: deletionOf('IamRoleArn'),
  USB_DEVICE_FILTER_STRINGS: deletionOf('UsbDeviceFilterStrings'),
  SESSION_SCRIPT_S3_LOCATION: deletionOf('SessionScriptS3Location'),
  MAX_SESSIONS_PER_INSTANCE: deletionOf('MaxSessionsPerInstance'),
  VOLUME_CONFIGURATION: deletionOf('RootVolumeConfig'),
};

function deletionOf(
  member:
    | 'VpcConfig'
    | 'DomainJoinInfo'
    | 'IamRoleArn'
    | 'UsbDeviceFilterStrings'
    | 'SessionScriptS3Location'
    | 'MaxSessionsPerInstance'
    | 'RootVolumeConfig',
) {
  return {
    member,
    remove(fleet: AppStreamFleet): void {
      delete fleet[member];
    },
  };
}

/** F-22: members that may change while the fleet is RUNNING. */
const timeouts = ['DisplayName', 'IdleDisconnectTimeoutInSeconds', 'DisconnectTimeoutInSeconds'];
const imaged = [...timeouts, 'ComputeCapacity', 'ImageArn', 'ImageName'];
const changesWhileRunning: Readonly<Record<NonNullable<AppStreamFleet['FleetType']>, readonly string[]>> = {
  ALWAYS_ON: imaged,
  ON_DEMAND: imaged,
  ELASTIC: [...timeouts, 'MaxConcurrentSessions', 'SessionScriptS3Location', 'UsbDeviceFilterStrings'],
};

export const updateFleet: Operation = {
  input: {
    ...fleetMembers,
    Name: name,
    ImageName: text,
    InstanceType: text,
    AttributesToDelete: { type: 'list', member: { type: 'string', enum: Object.keys(deletions) } },
    DeleteVpcConfig: boolean,
  },
  run(call) {
    const { Name, AttributesToDelete = [], DeleteVpcConfig, ...changes } = call.input as unknown as Input;
    // Optional in the model; AWS's answer without it is unverified.
    if (Name === undefined) throw badCombination('You must specify the name of the fleet.');
    const fleet = fleetNamed(call, Name);
    const removals = [...AttributesToDelete, ...(DeleteVpcConfig ? ['VPC_CONFIGURATION'] : [])];
    checkState(fleet, Object.keys(changes), removals);
    checkFleetChange(changes, {
      type: fleet.FleetType ?? 'ALWAYS_ON',
      multiSession: (changes.MaxSessionsPerInstance ?? fleet.MaxSessionsPerInstance) !== undefined,
    });
    for (const removal of removals) deletions[removal]?.remove(fleet);
    apply(fleet, changes, call.location.region, call.location.accountId);
    recountFleet(call.location, fleet);
    return { Fleet: fleet };
  },
};

/** F-22: the documentation names STARTING and "STOPPED" as the states without updates; by its first sentence it means STOPPING. */
function checkState(fleet: AppStreamFleet, members: readonly string[], removals: readonly string[]): void {
  if (fleet.State === 'STARTING' || fleet.State === 'STOPPING') throw changing(fleet.Name, fleet.State);
  if (fleet.State === 'STOPPED') return;
  const allowed = changesWhileRunning[fleet.FleetType ?? 'ALWAYS_ON'];
  const isRejected =
    members.some((member) => !allowed.includes(member)) ||
    removals.some((removal) => !allowed.includes(deletions[removal]?.member ?? ''));
  // Code and text: aws-cloudformation/cloudformation-coverage-roadmap#1017 (2021).
  if (isRejected)
    throw inUse(
      `Cannot update the attribute for fleet ${fleet.Name} when it is ACTIVE. The fleet must be stopped to complete this action.`,
    );
}

function apply(fleet: AppStreamFleet, changes: FleetRequest, region: string, accountId: string): void {
  const { ComputeCapacity, IdleDisconnectTimeoutInSeconds: idle, ...plain } = changes;
  Object.assign(fleet, plain);
  if (idle !== undefined) fleet.IdleDisconnectTimeoutInSeconds = wholeMinutes(idle);
  if (plain.ImageName && !plain.ImageArn)
    fleet.ImageArn = `arn:aws:appstream:${region}:${accountId}:image/${plain.ImageName}`;
  if (ComputeCapacity)
    fleet.ComputeCapacityStatus.Desired = desiredInstances(ComputeCapacity, fleet.MaxSessionsPerInstance ?? 1);
}
