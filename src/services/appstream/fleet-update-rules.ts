import { fieldOf } from '../aws-names.ts';
import type { UserError } from '../refusal.ts';
import type { FleetKind } from './fleet-rules.ts';
import type { Fleet, FleetAttribute, FleetChange, FleetType } from './model.ts';

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

/**
 * "If the fleet is in the RUNNING state, you can update the following based on the fleet type": documentation of
 * UpdateFleet (2026-08). A stopped fleet's attributes may all be changed.
 */
const WHILE_RUNNING: Readonly<Record<FleetType, readonly string[]>> = {
  ALWAYS_ON: [...TIMEOUTS, ...ON_INSTANCES],
  ON_DEMAND: [...TIMEOUTS, ...ON_INSTANCES],
  ELASTIC: [...TIMEOUTS, 'MaxConcurrentSessions', 'SessionScriptS3Location', 'UsbDeviceFilterStrings'],
};

/** A member that a change touches, and where in the input it says so. */
interface Touched {
  readonly member: string;
  readonly field: string[];
}

/** The fleet that a change would make of this one, as far as rules depend on it. */
export function kindAfter(change: FleetChange, fleet: Fleet): FleetKind {
  const isRemoved = change.AttributesToDelete?.includes('MAX_SESSIONS_PER_INSTANCE') ?? false;
  const perInstance = change.MaxSessionsPerInstance ?? (isRemoved ? undefined : fleet.MaxSessionsPerInstance);
  return { type: fleet.FleetType, isMultiSession: perInstance !== undefined };
}

/** What is both set and deleted. */
export function contradictions(change: FleetChange): UserError[] {
  return removals(change)
    .filter(({ member }) => Object.hasOwn(change, member))
    .map(({ member, field }) => ({
      code: 'EXCLUSIVE',
      message: `\`${fieldOf(member)[1]}\` is both given and to be deleted: do one of the two.`,
      field,
    }));
}

/** What the fleet's state and type do not let it be changed in. */
export function brokenByState(change: FleetChange, { Name, State, FleetType }: Fleet): UserError[] {
  if (State === 'STARTING' || State === 'STOPPING') {
    const message = `Fleet \`${Name}\` is ${State}: nothing of it can be changed meanwhile. Wait until it is ${State === 'STARTING' ? 'RUNNING' : 'STOPPED'}.`;
    return [{ code: 'CONCURRENT_MODIFICATION', message, field: fieldOf('Name') }];
  }
  const needsVpc = FleetType === 'ELASTIC' ? removals(change, ['VPC_CONFIGURATION']) : [];
  const allowed = State === 'RUNNING' && FleetType !== undefined ? WHILE_RUNNING[FleetType] : undefined;
  const locked = allowed ? touched(change).filter(({ member }) => !allowed.includes(member)) : [];
  return [
    ...needsVpc.map(({ field }) => ({
      code: 'NOT_ALLOWED',
      message: 'An ELASTIC fleet cannot be without its VPC: give another `vpcConfig` instead of deleting it.',
      field,
    })),
    ...locked.map(({ member, field }) => ({
      code: 'IN_USE',
      message: `\`${fieldOf(member)[1]}\` cannot be changed while fleet \`${Name}\` is RUNNING: stop it first, or leave this out.`,
      field,
    })),
  ];
}

function touched(change: FleetChange): Touched[] {
  const { Name: _name, AttributesToDelete: _removed, DeleteVpcConfig: _deleted, ...given } = change;
  return [...Object.keys(given).map((member) => ({ member, field: fieldOf(member) })), ...removals(change)];
}

/** What a change takes away; `DeleteVpcConfig` is an old way to say `VPC_CONFIGURATION`. */
function removals(
  change: FleetChange,
  of: readonly FleetAttribute[] = Object.keys(DELETED) as FleetAttribute[],
): Touched[] {
  const listed = (change.AttributesToDelete ?? []).flatMap((attribute, index) =>
    of.includes(attribute)
      ? [{ member: DELETED[attribute], field: [...fieldOf('AttributesToDelete'), String(index)] }]
      : [],
  );
  const vpc = change.DeleteVpcConfig && of.includes('VPC_CONFIGURATION');
  return vpc ? [...listed, { member: 'VpcConfig', field: fieldOf('DeleteVpcConfig') }] : listed;
}
