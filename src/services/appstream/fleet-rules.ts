import { fieldOf } from '../aws-names.ts';
import type { UserError } from '../mutation-error.ts';
import type { FleetRequest, FleetType } from './model.ts';

/** Properties of the fleet after the request, on which rules depend. */
export interface FleetKind {
  /** Undefined where AWS does not return it or this build does not know it. */
  readonly type: FleetType | undefined;
  readonly isMultiSession: boolean;
}

/** Rule of the AWS documentation: the member at fault, how to fix it, and when it is violated. */
export interface FleetRule {
  readonly code: 'REQUIRED' | 'NOT_ALLOWED' | 'EXCLUSIVE' | 'NOT_SUPPORTED';
  /** Path of the member at fault, in AWS's names. */
  readonly at: string;
  readonly says: string;
  readonly isBroken: (request: FleetRequest, kind: FleetKind) => boolean;
}

const isElastic = ({ type }: FleetKind) => type === 'ELASTIC'; // F-21
const isInstanced = ({ type }: FleetKind) => type === 'ALWAYS_ON' || type === 'ON_DEMAND'; // F-18

/** Rules for members of one request that hold for every fleet. */
export const COMBINATIONS: readonly FleetRule[] = [
  {
    code: 'EXCLUSIVE',
    at: 'ComputeCapacity.DesiredSessions',
    says: 'Give `desiredInstances` or, for a multi-session fleet, `desiredSessions`: not both.',
    isBroken: ({ ComputeCapacity: capacity }) =>
      capacity?.DesiredInstances !== undefined && capacity.DesiredSessions !== undefined,
  },
  {
    code: 'REQUIRED',
    at: 'ComputeCapacity.DesiredInstances',
    says: 'Give `desiredInstances` or, for a multi-session fleet, `desiredSessions`.',
    isBroken: ({ ComputeCapacity: capacity }) =>
      capacity !== undefined && capacity.DesiredInstances === undefined && capacity.DesiredSessions === undefined,
  },
];

/** Rules for members that depend on the type of the fleet. */
export const KINDS: readonly FleetRule[] = [
  {
    code: 'NOT_ALLOWED',
    at: 'ComputeCapacity',
    says: 'An ELASTIC fleet has no instances to size: give `maxConcurrentSessions` in place of `computeCapacity`.',
    isBroken: ({ ComputeCapacity }, kind) => isElastic(kind) && ComputeCapacity !== undefined,
  },
  {
    code: 'NOT_ALLOWED',
    at: 'MaxConcurrentSessions',
    says: 'Only ELASTIC fleets have `maxConcurrentSessions`: give `computeCapacity` in its place.',
    isBroken: ({ MaxConcurrentSessions }, kind) => isInstanced(kind) && MaxConcurrentSessions !== undefined,
  },
  {
    code: 'REQUIRED',
    at: 'MaxSessionsPerInstance',
    says: 'Only multi-session fleets have `desiredSessions`: give `maxSessionsPerInstance` with it, or `desiredInstances` in its place.',
    isBroken: ({ ComputeCapacity: capacity }, kind) =>
      isInstanced(kind) &&
      !kind.isMultiSession &&
      capacity?.DesiredSessions !== undefined &&
      capacity.DesiredInstances === undefined,
  },
  {
    code: 'NOT_ALLOWED',
    at: 'ComputeCapacity.DesiredInstances',
    says: 'A multi-session fleet is sized in user sessions: give `desiredSessions` in place of `desiredInstances`.',
    isBroken: ({ ComputeCapacity: capacity }, kind) =>
      kind.isMultiSession && capacity?.DesiredInstances !== undefined && capacity.DesiredSessions === undefined,
  },
  {
    code: 'NOT_ALLOWED',
    at: 'MaxSessionsPerInstance',
    says: 'The sessions of an ELASTIC fleet share no instances: leave `maxSessionsPerInstance` out.',
    isBroken: ({ MaxSessionsPerInstance }, kind) => isElastic(kind) && MaxSessionsPerInstance !== undefined,
  },
  {
    code: 'NOT_ALLOWED',
    at: 'DomainJoinInfo',
    says: 'An ELASTIC fleet joins no domain: leave `domainJoinInfo` out.',
    isBroken: ({ DomainJoinInfo }, kind) => isElastic(kind) && DomainJoinInfo !== undefined,
  },
  {
    code: 'NOT_ALLOWED',
    at: 'SessionScriptS3Location',
    says: 'Only ELASTIC fleets take session scripts from S3: leave `sessionScriptS3Location` out.',
    isBroken: ({ SessionScriptS3Location }, kind) => isInstanced(kind) && SessionScriptS3Location !== undefined,
  },
  {
    code: 'REQUIRED',
    at: 'VpcConfig.SubnetIds',
    says: 'An ELASTIC fleet needs at least two subnets, in different availability zones.',
    isBroken: ({ VpcConfig }, kind) =>
      isElastic(kind) && VpcConfig !== undefined && new Set(VpcConfig.SubnetIds).size < 2,
  },
  {
    code: 'NOT_SUPPORTED',
    at: 'InstanceType',
    says: 'An ELASTIC fleet has `stream.standard.small`, `medium`, `large`, `xlarge` or `2xlarge` instances.',
    isBroken: ({ InstanceType }, kind) =>
      isElastic(kind) &&
      InstanceType !== undefined &&
      !/^stream\.standard\.(small|medium|large|xlarge|2xlarge)$/.test(InstanceType),
  },
  {
    code: 'NOT_SUPPORTED',
    at: 'Platform',
    says: 'An ELASTIC fleet has the platform WINDOWS_SERVER_2019, AMAZON_LINUX2 or UBUNTU_PRO_2404.',
    isBroken: ({ Platform }, kind) =>
      isElastic(kind) &&
      Platform !== undefined &&
      !['WINDOWS_SERVER_2019', 'AMAZON_LINUX2', 'UBUNTU_PRO_2404'].includes(Platform),
  },
];

/** Rules for members that a new fleet requires. */
export const CREATION: readonly FleetRule[] = [
  {
    code: 'REQUIRED',
    at: 'ComputeCapacity',
    says: 'Say how large the fleet is: `desiredInstances` or, for a multi-session fleet, `desiredSessions`.',
    isBroken: ({ ComputeCapacity }, kind) => isInstanced(kind) && ComputeCapacity === undefined,
  },
  {
    code: 'REQUIRED',
    at: 'ImageName',
    says: 'Name the image that its instances are made from: `imageName` or `imageArn`.',
    isBroken: ({ ImageName, ImageArn }, kind) => isInstanced(kind) && ImageName === undefined && ImageArn === undefined,
  },
  {
    code: 'REQUIRED',
    at: 'MaxConcurrentSessions',
    says: 'An ELASTIC fleet needs `maxConcurrentSessions`.',
    isBroken: ({ MaxConcurrentSessions }, kind) => isElastic(kind) && MaxConcurrentSessions === undefined,
  },
  {
    code: 'REQUIRED',
    at: 'VpcConfig',
    says: 'An ELASTIC fleet needs a `vpcConfig` with at least two subnets, in different availability zones.',
    isBroken: ({ VpcConfig }, kind) => isElastic(kind) && VpcConfig === undefined,
  },
];

/** Returns a user error for every rule that a request violates. */
export function brokenRules(
  rules: readonly FleetRule[],
  request: FleetRequest,
  kind: FleetKind = { type: undefined, isMultiSession: false },
): UserError[] {
  return rules
    .filter(({ isBroken }) => isBroken(request, kind))
    .map(({ code, at, says }) => ({ code, message: says, field: fieldOf(at) }));
}
