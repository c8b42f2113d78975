import type { Random } from './random.ts';
import type { AppStreamFleet, AppStreamStack, Place } from './state.ts';
import { fleetChange } from './world.ts';

const teams =
  'Design Engineering Finance Analytics Trading Support Training Research Simulation Video Legal Lab Planning Sales Quality Geology'.split(
    ' ',
  );
const day = 24 * 60 * 60_000;

/** `Design`, `Engineering` … `Design-2` … */
function teamName(index: number): string {
  const round = Math.floor(index / teams.length) + 1;
  return `${teams[index % teams.length]}${round === 1 ? '' : `-${round}`}`;
}

/** Every twelfth fleet is of one of these kinds; the first is what most are. */
const fleetKinds: readonly ((fleet: AppStreamFleet, random: Random, place: Place) => void)[] = [
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

export function seedFleets(place: Place, random: Random, count: number, now: number): void {
  for (let index = 0; index < count; index += 1) {
    const fleet = plainFleet(place, random, `${teamName(index)}-Fleet`, now);
    fleetKinds[index % fleetKinds.length]?.(fleet, random, place);
    place.fleets.set(fleet.Name, fleet);
    if (fleet.State === 'STARTING') place.changes.set(fleetChange(fleet.Name), now);
  }
}

function plainFleet(place: Place, random: Random, name: string, now: number): AppStreamFleet {
  const arn = `arn:aws:appstream:${place.region}:${place.accountId}`;
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
    ...(random.chance(0.4) && { IamRoleArn: `arn:aws:iam::${place.accountId}:role/${name}-machine-role` }),
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
  fleet.UsbDeviceFilterStrings = ['Yubikey,1050,*,*,*,*,*,1,1'];
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

/** One optional part of a stack each, so that some stack has every member and none has all. */
const stackParts: readonly ((stack: AppStreamStack, random: Random) => void)[] = [
  (stack) => {
    stack.StorageConnectors = [
      { ConnectorType: 'HOMEFOLDERS', ResourceIdentifier: 'appstream2-36fb080bb8-eu-west-1-123456789012' },
      { ConnectorType: 'ONE_DRIVE', Domains: ['example.com'], DomainsRequireAdminConsent: ['partner.example.org'] },
    ];
    stack.ApplicationSettings = {
      Enabled: true,
      SettingsGroup: stack.Name,
      S3BucketName: 'appstream-app-settings-eu-west-1-123456789012',
    };
  },
  (stack) => {
    stack.UserSettings = [
      { Action: 'CLIPBOARD_COPY_FROM_LOCAL_DEVICE', Permission: 'ENABLED', MaximumLength: 1000 },
      { Action: 'CLIPBOARD_COPY_TO_LOCAL_DEVICE', Permission: 'DISABLED' },
      { Action: 'FILE_DOWNLOAD', Permission: 'DISABLED' },
      { Action: 'AUTO_TIME_ZONE_REDIRECTION', Permission: 'ENABLED' },
    ];
    stack.StreamingExperienceSettings = { PreferredProtocol: 'UDP' };
  },
  (stack, random) => {
    stack.AccessEndpoints = [{ EndpointType: 'STREAMING', VpceId: `vpce-0${random.hex(16)}` }];
    stack.EmbedHostDomains = ['portal.example.com', 'intranet.example.com'];
    stack.RedirectURL = 'https://portal.example.com/goodbye';
    stack.FeedbackURL = 'https://portal.example.com/feedback';
  },
  (stack) => {
    stack.ContentRedirection = {
      HostToClient: {
        Enabled: true,
        AllowedUrls: ['https://*.example.com/*'],
        DeniedUrls: ['https://games.example/*'],
      },
    };
    stack.AgentAccessConfig = {
      Settings: [
        { AgentAction: 'COMPUTER_VISION', Permission: 'ENABLED' },
        { AgentAction: 'COMPUTER_INPUT', Permission: 'DISABLED' },
      ],
      S3BucketArn: 'arn:aws:s3:::example-agent-screenshots',
      ScreenshotsUploadEnabled: true,
      ScreenResolution: 'W_1280xH_720',
      ScreenImageFormat: 'PNG',
      UserControlMode: 'VIEW_STOP',
    };
  },
  (stack) => {
    stack.StackErrors = [
      { ErrorCode: 'STORAGE_CONNECTOR_ERROR', ErrorMessage: 'The S3 bucket of the home folders cannot be reached.' },
    ];
  },
];

/** Stacks, each with its fleet: every fourth has two, some fleets serve two stacks, and of eight stacks the last has none. */
export function seedStacks(place: Place, random: Random, count: number, now: number): void {
  const fleets = [...place.fleets.keys()];
  for (let index = 0; index < count; index += 1) {
    const stack: AppStreamStack = {
      Arn: `arn:aws:appstream:${place.region}:${place.accountId}:stack/${teamName(index)}`,
      Name: teamName(index),
      CreatedTime: new Date(now - random.between(20, 900) * day),
      ...(random.chance(0.8) && { DisplayName: `${teamName(index).replaceAll('-', ' ')} applications` }),
      ...(random.chance(0.5) && { Description: `Everything the ${teams[index % teams.length]} team works with` }),
    };
    stackParts[index % stackParts.length]?.(stack, random);
    place.stacks.set(stack.Name, stack);
    place.associations.set(stack.Name, new Set(associatedFleets(index, fleets)));
  }
}

function associatedFleets(index: number, fleets: readonly string[]): string[] {
  if (fleets.length === 0 || index % 8 === 7) return [];
  const wanted = index % 4 === 2 ? [index, index + 1] : [index];
  return wanted.map((at) => fleets[at % fleets.length] as string);
}
