import { fieldOf } from '../aws-names.ts';
import type { UserError } from '../mutation-error.ts';
import type { FleetKind } from './fleet-rules.ts';
import type { Fleet, FleetAttribute, FleetChange, FleetState, FleetType } from './model.ts';

/** Member that each value of `AttributesToDelete` removes. */
const DELETED: Readonly<Record<FleetAttribute, keyof FleetChange>> = {
  VPC_CONFIGURATION: 'VpcConfig',
  VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'VpcConfig',
  DOMAIN_JOIN_INFO: 'DomainJoinInfo',
  IAM_ROLE_ARN: 'IamRoleArn',
  USB_DEVICE_FILTER_STRINGS: 'UsbDeviceFilterStrings',
  SESSION_SCRIPT_S3_LOCATION: 'SessionScriptS3Location',
  MAX_SESSIONS_PER_INSTANCE: 'MaxSessionsPerInstance',
  VOLUME_CONFIGURATION: 'RootVolumeConfig',
};

const ON_INSTANCES = ['ComputeCapacity', 'ImageArn', 'ImageName'] as const;
const TIMEOUTS = ['DisplayName', 'IdleDisconnectTimeoutInSeconds', 'DisconnectTimeoutInSeconds'] as const;

/** States in which a fleet cannot be updated, with the state that follows: documentation of UpdateFleet (2026-08). */
const CHANGING: Readonly<Partial<Record<FleetState, FleetState>>> = { STARTING: 'RUNNING', STOPPING: 'STOPPED' };

/**
 * Members that can be updated while a fleet is RUNNING, by type: documentation of UpdateFleet (2026-08). All members of a
 * stopped fleet can be updated.
 */
const WHILE_RUNNING: Readonly<Record<FleetType, readonly string[]>> = {
  ALWAYS_ON: [...TIMEOUTS, ...ON_INSTANCES], // F-22
  ON_DEMAND: [...TIMEOUTS, ...ON_INSTANCES],
  ELASTIC: [...TIMEOUTS, 'MaxConcurrentSessions', 'SessionScriptS3Location', 'UsbDeviceFilterStrings'],
};

/** Member that an update changes, with the path of its argument. */
interface ChangedMember {
  readonly member: string;
  readonly field: string[];
}

/** Member that an update removes. */
interface Removal extends ChangedMember {
  readonly attribute: FleetAttribute;
}

/** Returns the properties that a fleet would have after an update, as far as rules depend on them. */
export function kindAfter(change: FleetChange, fleet: Fleet): FleetKind {
  const isRemoved = change.AttributesToDelete?.includes('MAX_SESSIONS_PER_INSTANCE') ?? false;
  const perInstance = change.MaxSessionsPerInstance ?? (isRemoved ? undefined : fleet.MaxSessionsPerInstance);
  return { type: fleet.FleetType, isMultiSession: perInstance !== undefined };
}

/** Validates an update against the fleet's state and type. Returns a user error for every violation. */
export function brokenByState(change: FleetChange, { Name, State, FleetType }: Fleet): UserError[] {
  const next = State && CHANGING[State];
  if (next) {
    const message = `Fleet \`${Name}\` is ${State}: it cannot be updated in this state. Wait until it is ${next}.`;
    return [{ code: 'CONCURRENT_MODIFICATION', message, field: fieldOf('Name') }];
  }
  const withoutVpc = removals(change)
    .filter(({ attribute }) => FleetType === 'ELASTIC' && attribute === 'VPC_CONFIGURATION')
    .map(({ field }) => ({
      code: 'NOT_ALLOWED',
      message: 'An ELASTIC fleet cannot be without its VPC: give another `vpcConfig` instead of deleting it.',
      field,
    }));
  // An unknown state or type is left to AWS.
  const allowed = State === 'RUNNING' && FleetType ? WHILE_RUNNING[FleetType] : undefined;
  const locked = changedMembers(change)
    .filter(({ member }) => allowed && !allowed.includes(member))
    .map(({ member, field }) => ({
      code: 'IN_USE',
      message: `${quoted(member)} cannot be changed while fleet \`${Name}\` is RUNNING: stop it first, or leave this out.`,
      field,
    }));
  return [...withoutVpc, ...locked];
}

function changedMembers(change: FleetChange): ChangedMember[] {
  const { Name: _name, AttributesToDelete: _removed, DeleteVpcConfig: _deleted, ...given } = change;
  return [...Object.keys(given).map((member) => ({ member, field: fieldOf(member) })), ...removals(change)];
}

function removals({ AttributesToDelete = [], DeleteVpcConfig = false }: FleetChange): Removal[] {
  const listed = AttributesToDelete.map((attribute, index) => ({
    attribute,
    member: DELETED[attribute],
    field: fieldOf(`AttributesToDelete.${index}`),
  }));
  if (!DeleteVpcConfig) return listed;
  // Deprecated equivalent of VPC_CONFIGURATION.
  return [...listed, { attribute: 'VPC_CONFIGURATION', member: 'VpcConfig', field: fieldOf('DeleteVpcConfig') }];
}

const quoted = (member: string) => `\`${fieldOf(member).at(-1)}\``;
