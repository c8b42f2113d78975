import type { AppStreamFleet } from '../world/state.ts';
import { badCombination } from './errors.ts';

/** The members of CreateFleet and UpdateFleet that have documented rules. */
export interface FleetRequest {
  ImageName?: string;
  ImageArn?: string;
  InstanceType?: string;
  ComputeCapacity?: { DesiredInstances?: number; DesiredSessions?: number };
  VpcConfig?: { SubnetIds?: string[]; SecurityGroupIds?: string[] };
  MaxUserDurationInSeconds?: number;
  DisconnectTimeoutInSeconds?: number;
  IdleDisconnectTimeoutInSeconds?: number;
  DomainJoinInfo?: { DirectoryName?: string; OrganizationalUnitDistinguishedName?: string };
  Platform?: string;
  MaxConcurrentSessions?: number;
  SessionScriptS3Location?: { S3Bucket: string; S3Key?: string };
  MaxSessionsPerInstance?: number;
  RootVolumeConfig?: { VolumeSizeInGb?: number };
}

/** The kind of the fleet after the request. */
export interface FleetKind {
  readonly type: NonNullable<AppStreamFleet['FleetType']>;
  readonly multiSession: boolean;
}

interface Rule {
  readonly says: string;
  broken(request: FleetRequest, kind: FleetKind): boolean;
}

const elasticPlatforms = ['WINDOWS_SERVER_2019', 'AMAZON_LINUX2', 'UBUNTU_PRO_2404'];
const elastic = (kind: FleetKind): boolean => kind.type === 'ELASTIC';

function outside(value: number | undefined, low: number, high: number): boolean {
  return value !== undefined && (value < low || value > high);
}

/**
 * Rules from the documentation of CreateFleet and UpdateFleet: F-18 (capacity), F-19 (ranges), F-21 (ELASTIC), F-26
 * (instance types). The code InvalidParameterCombinationException for a number out of range, and the texts, are unverified.
 */
const rules: readonly Rule[] = [
  {
    says: 'MaxUserDurationInSeconds must be between 600 and 432000.',
    broken: (request) => outside(request.MaxUserDurationInSeconds, 600, 432_000),
  },
  {
    says: 'DisconnectTimeoutInSeconds must be between 60 and 36000.',
    broken: (request) => outside(request.DisconnectTimeoutInSeconds, 60, 36_000),
  },
  {
    says: 'IdleDisconnectTimeoutInSeconds must be 0 or between 60 and 36000.',
    broken: ({ IdleDisconnectTimeoutInSeconds: idle }) => idle !== 0 && outside(idle, 60, 36_000),
  },
  {
    says: 'VolumeSizeInGb must be between 200 and 500.',
    broken: (request) => outside(request.RootVolumeConfig?.VolumeSizeInGb, 200, 500),
  },
  {
    says: 'MaxConcurrentSessions, MaxSessionsPerInstance, DesiredInstances and DesiredSessions cannot be negative.',
    broken: ({ MaxConcurrentSessions, MaxSessionsPerInstance, ComputeCapacity }) =>
      outside(MaxConcurrentSessions, 1, Number.MAX_SAFE_INTEGER) ||
      outside(MaxSessionsPerInstance, 1, Number.MAX_SAFE_INTEGER) ||
      outside(ComputeCapacity?.DesiredInstances, 0, Number.MAX_SAFE_INTEGER) ||
      outside(ComputeCapacity?.DesiredSessions, 0, Number.MAX_SAFE_INTEGER),
  },
  {
    says: 'The instance type is not valid.',
    broken: ({ InstanceType }) => InstanceType !== undefined && !/^stream\.[a-z0-9.-]+$/i.test(InstanceType),
  },
  {
    says: 'ComputeCapacity is not allowed for Elastic fleets. Specify MaxConcurrentSessions instead.',
    broken: (request, kind) => elastic(kind) && request.ComputeCapacity !== undefined,
  },
  {
    says: 'You must specify either DesiredInstances or DesiredSessions, and not both.',
    broken: ({ ComputeCapacity: capacity }) =>
      capacity !== undefined && (capacity.DesiredInstances === undefined) === (capacity.DesiredSessions === undefined),
  },
  {
    says: 'DesiredSessions is not allowed for single-session fleets.',
    broken: (request, kind) => !kind.multiSession && request.ComputeCapacity?.DesiredSessions !== undefined,
  },
  {
    says: 'MaxConcurrentSessions is only allowed for Elastic fleets.',
    broken: (request, kind) => !elastic(kind) && request.MaxConcurrentSessions !== undefined,
  },
  {
    says: 'SessionScriptS3Location is only allowed for Elastic fleets.',
    broken: (request, kind) => !elastic(kind) && request.SessionScriptS3Location !== undefined,
  },
  {
    says: 'MaxSessionsPerInstance is not allowed for Elastic fleets.',
    broken: (request, kind) => elastic(kind) && request.MaxSessionsPerInstance !== undefined,
  },
  {
    says: 'DomainJoinInfo is not allowed for Elastic fleets.',
    broken: (request, kind) => elastic(kind) && request.DomainJoinInfo !== undefined,
  },
  {
    says: 'Elastic fleets require at least two subnets in different Availability Zones.',
    broken: (request, kind) =>
      elastic(kind) && request.VpcConfig !== undefined && new Set(request.VpcConfig.SubnetIds).size < 2,
  },
  {
    says: 'The instance type is not supported for Elastic fleets.',
    broken: ({ InstanceType }, kind) =>
      elastic(kind) && InstanceType !== undefined && !InstanceType.startsWith('stream.standard.'),
  },
  {
    says: 'The platform is not supported for Elastic fleets.',
    broken: ({ Platform }, kind) => elastic(kind) && Platform !== undefined && !elasticPlatforms.includes(Platform),
  },
];

/** Members that a new fleet requires. */
const creationRules: readonly Rule[] = [
  {
    says: 'MaxConcurrentSessions is required for Elastic fleets.',
    broken: (request, kind) => elastic(kind) && request.MaxConcurrentSessions === undefined,
  },
  {
    says: 'VpcConfig is required for Elastic fleets.',
    broken: (request, kind) => elastic(kind) && request.VpcConfig === undefined,
  },
  {
    says: 'ComputeCapacity is required for Always-On and On-Demand fleets.',
    broken: (request, kind) => !elastic(kind) && request.ComputeCapacity === undefined,
  },
  {
    says: 'You must specify ImageName or ImageArn.',
    broken: (request, kind) => !elastic(kind) && request.ImageName === undefined && request.ImageArn === undefined,
  },
];

/** @throws ServiceError InvalidParameterCombinationException for the first broken rule */
export function checkFleetChange(request: FleetRequest, kind: FleetKind): void {
  rejectBroken(rules, request, kind);
}

/** @throws ServiceError InvalidParameterCombinationException for the first broken rule */
export function checkNewFleet(request: FleetRequest, kind: FleetKind): void {
  rejectBroken([...rules, ...creationRules], request, kind);
}

function rejectBroken(all: readonly Rule[], request: FleetRequest, kind: FleetKind): void {
  const broken = all.find((rule) => rule.broken(request, kind));
  if (broken) throw badCombination(broken.says);
}

/** "The value is rounded to the nearest minute", midpoints up: 70 → 60, 90 → 120. Seconds. */
export function wholeMinutes(seconds: number): number {
  return Math.round(seconds / 60) * 60;
}

/** Number of instances for the desired capacity. */
export function desiredInstances(
  capacity: NonNullable<FleetRequest['ComputeCapacity']>,
  sessionsPerInstance: number,
): number {
  return capacity.DesiredInstances ?? Math.ceil((capacity.DesiredSessions ?? 0) / sessionsPerInstance);
}
