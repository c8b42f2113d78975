import { fieldOf } from '../aws-names.ts';
import type { UserError } from '../mutation-error.ts';
import type { FleetKind } from './fleet-rules.ts';
import type { Fleet, FleetAttribute, FleetChange, FleetState, FleetType } from './model.ts';

/** What each of `AttributesToDelete` takes away. */
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

/** The states in which nothing can be changed, and what each ends in: documentation of UpdateFleet (2026-08). */
const CHANGING: Readonly<Partial<Record<FleetState, FleetState>>> = { STARTING: 'RUNNING', STOPPING: 'STOPPED' };

/**
 * "If the fleet is in the RUNNING state, you can update the following based on the fleet type": documentation of
 * UpdateFleet (2026-08). A stopped fleet's attributes may all be changed.
 */
const WHILE_RUNNING: Readonly<Record<FleetType, readonly string[]>> = {
  ALWAYS_ON: [...TIMEOUTS, ...ON_INSTANCES], // F-22
  ON_DEMAND: [...TIMEOUTS, ...ON_INSTANCES],
  ELASTIC: [...TIMEOUTS, 'MaxConcurrentSessions', 'SessionScriptS3Location', 'UsbDeviceFilterStrings'],
};

/** A member that a change touches, and where in the input it says so. */
interface Touched {
  readonly member: string;
  readonly field: string[];
}

/** A member that a change takes away. */
interface Removal extends Touched {
  readonly attribute: FleetAttribute;
}

/** The fleet that a change would make of this one, as far as rules depend on it. */
export function kindAfter(change: FleetChange, fleet: Fleet): FleetKind {
  const isRemoved = change.AttributesToDelete?.includes('MAX_SESSIONS_PER_INSTANCE') ?? false;
  const perInstance = change.MaxSessionsPerInstance ?? (isRemoved ? undefined : fleet.MaxSessionsPerInstance);
  return { type: fleet.FleetType, isMultiSession: perInstance !== undefined };
}

/** What the fleet's state and type do not let it be changed in. */
export function brokenByState(change: FleetChange, { Name, State, FleetType }: Fleet): UserError[] {
  const next = State && CHANGING[State];
  if (next) {
    const message = `Fleet \`${Name}\` is ${State}: nothing of it can be changed meanwhile. Wait until it is ${next}.`;
    return [{ code: 'CONCURRENT_MODIFICATION', message, field: fieldOf('Name') }];
  }
  const withoutVpc = removals(change)
    .filter(({ attribute }) => FleetType === 'ELASTIC' && attribute === 'VPC_CONFIGURATION')
    .map(({ field }) => ({
      code: 'NOT_ALLOWED',
      message: 'An ELASTIC fleet cannot be without its VPC: give another `vpcConfig` instead of deleting it.',
      field,
    }));
  // Of a state or type that is newer than this build, AWS is the judge.
  const allowed = State === 'RUNNING' && FleetType ? WHILE_RUNNING[FleetType] : undefined;
  const locked = touched(change)
    .filter(({ member }) => allowed && !allowed.includes(member))
    .map(({ member, field }) => ({
      code: 'IN_USE',
      message: `${inWords(member)} cannot be changed while fleet \`${Name}\` is RUNNING: stop it first, or leave this out.`,
      field,
    }));
  return [...withoutVpc, ...locked];
}

function touched(change: FleetChange): Touched[] {
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
  // An old way to say the same.
  return [...listed, { attribute: 'VPC_CONFIGURATION', member: 'VpcConfig', field: fieldOf('DeleteVpcConfig') }];
}

const inWords = (member: string) => `\`${fieldOf(member).at(-1)}\``;
