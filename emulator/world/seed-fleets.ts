import type { Random } from './random.ts';
import type { AppStreamFleet, LocationState } from './state.ts';
import { teamName } from './teams.ts';
import { fleetChange } from './world.ts';

const day = 24 * 60 * 60_000;

/** Kinds of fleets, in turn. */
const fleetKinds: readonly ((fleet: AppStreamFleet, random: Random, location: LocationState) => void)[] = [
  domainJoined,
  onDemand,
  multiSession,
  elastic,
  stopped,
  onDemand,
  broken,
  multiSession,
  elastic,
  starting,
  domainJoined,
  linux,
];

export function seedFleets(location: LocationState, random: Random, count: number, now: number): void {
  for (let index = 0; index < count; index += 1) {
    const fleet = plainFleet(location, random, `${teamName(index)}-Fleet`, now);
    fleetKinds[index % fleetKinds.length]?.(fleet, random, location);
    location.fleets.set(fleet.Name, fleet);
    if (fleet.State === 'STARTING') location.changes.set(fleetChange(fleet.Name), now);
  }
}

function plainFleet(location: LocationState, random: Random, name: string, now: number): AppStreamFleet {
  const arn = `arn:aws:appstream:${location.region}:${location.accountId}`;
  return {
    Arn: `${arn}:fleet/${name}`,
    Name: name,
    DisplayName: name.replace(/-Fleet$/, '').replaceAll('-', ' '),
    ...(random.chance(0.7) && { Description: `Applications of the ${name.split('-')[0]} team` }),
    ImageName: `${name}-image-2026-09`,
    ImageArn: `${arn}:image/${name}-image-2026-09`,
    InstanceType: random.pick(['stream.standard.medium', 'stream.standard.large', 'stream.compute.large']),
    FleetType: 'ALWAYS_ON',
    ComputeCapacityStatus: { Desired: random.between(5, 40) },
    MaxUserDurationInSeconds: random.pick([14_400, 28_800, 57_600]),
    DisconnectTimeoutInSeconds: random.pick([300, 900, 3600]),
    State: 'RUNNING',
    VpcConfig: { SubnetIds: [subnet(random), subnet(random)], SecurityGroupIds: [`sg-0${random.hex(16)}`] },
    CreatedTime: new Date(now - random.between(20, 900) * day),
    EnableDefaultInternetAccess: random.chance(0.2),
    IdleDisconnectTimeoutInSeconds: random.pick([0, 600, 1800]),
    ...(random.chance(0.4) && { IamRoleArn: `arn:aws:iam::${location.accountId}:role/${name}-machine-role` }),
    StreamView: random.pick(['APP', 'DESKTOP']),
    Platform: random.pick(['WINDOWS_SERVER_2019', 'WINDOWS_SERVER_2022', 'WINDOWS_SERVER_2025']),
    DisableIMDSV1: random.chance(0.8),
  };
}

function subnet(random: Random): string {
  return `subnet-0${random.hex(16)}`;
}

function domainJoined(fleet: AppStreamFleet): void {
  fleet.DomainJoinInfo = {
    DirectoryName: 'corp.example.com',
    OrganizationalUnitDistinguishedName: 'OU=AppStream,DC=corp,DC=example,DC=com',
  };
}

function onDemand(fleet: AppStreamFleet): void {
  fleet.FleetType = 'ON_DEMAND';
}

function multiSession(fleet: AppStreamFleet, random: Random): void {
  fleet.MaxSessionsPerInstance = random.pick([4, 8, 12]);
  fleet.InstanceType = 'stream.compute.2xlarge';
  fleet.Platform = 'WINDOWS_SERVER_2022';
  fleet.RootVolumeConfig = { VolumeSizeInGb: random.pick([200, 300, 500]) };
}

function elastic(fleet: AppStreamFleet, random: Random): void {
  fleet.FleetType = 'ELASTIC';
  fleet.ComputeCapacityStatus = { Desired: 0 };
  fleet.MaxConcurrentSessions = random.pick([20, 50, 100]);
  fleet.Platform = 'AMAZON_LINUX2';
  fleet.InstanceType = 'stream.standard.large';
  fleet.SessionScriptS3Location = { S3Bucket: 'example-session-scripts', S3Key: `${fleet.Name}/scripts.zip` };
  fleet.UsbDeviceFilterStrings = ['Yubikey,1050,*,*,*,*,1,1'];
  // Elastic fleets run app blocks, not images.
  delete fleet.ImageName;
  delete fleet.ImageArn;
}

function stopped(fleet: AppStreamFleet): void {
  fleet.State = 'STOPPED';
}

function broken(fleet: AppStreamFleet): void {
  fleet.State = 'STOPPED';
  fleet.FleetErrors = [
    {
      ErrorCode: 'SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES',
      ErrorMessage: `The subnet ${fleet.VpcConfig?.SubnetIds?.[0]} has insufficient IP addresses.`,
    },
    { ErrorCode: 'FLEET_STOPPED', ErrorMessage: 'The fleet was stopped because of a fleet error.' },
  ];
}

function starting(fleet: AppStreamFleet): void {
  fleet.State = 'STARTING';
}

function linux(fleet: AppStreamFleet): void {
  fleet.Platform = 'UBUNTU_PRO_2404';
  fleet.InstanceType = 'stream.graphics.g4dn.xlarge';
  fleet.StreamView = 'DESKTOP';
}
