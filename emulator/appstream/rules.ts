import type { InputTable, MemberRule } from '../wire/constraints.ts';

/** Shapes of AppStream's service model (2016-12-01) that several operations share, under the model's names (F-20). */

/** The model's `String`. */
export const text = { type: 'string', min: 1 } as const satisfies MemberRule;
export const requiredText = { ...text, required: true } as const satisfies MemberRule;
export const name = { type: 'string', pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/ } as const satisfies MemberRule;
export const requiredName = { ...name, required: true } as const satisfies MemberRule;
export const names = { type: 'list', member: text } as const satisfies MemberRule;
const integer = { type: 'integer' } as const satisfies MemberRule;
export const boolean = { type: 'boolean' } as const satisfies MemberRule;
export const userId = { type: 'string', min: 2, max: 128 } as const satisfies MemberRule;

export const authenticationType = {
  type: 'string',
  enum: ['API', 'SAML', 'USERPOOL', 'AWS_AD'],
} as const satisfies MemberRule;

const arn = {
  type: 'string',
  pattern:
    /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/,
} as const satisfies MemberRule;

const usbDeviceFilterString = {
  type: 'string',
  min: 0,
  max: 100,
  pattern:
    /^((\w*)\s*(\w*)\s*,\s*(\w*)\s*,\s*\*?(\w*)\s*,\s*\*?(\w*)\s*,\s*\*?\d*\s*,\s*\*?\d*\s*,\s*[0-1]\s*,\s*[0-1]\s*)$/,
} as const satisfies MemberRule;

const s3Location = {
  type: 'structure',
  members: {
    S3Bucket: { type: 'string', required: true, min: 3, max: 63, pattern: /^[0-9a-z.-]*(?<!\.)$/ },
    S3Key: { type: 'string', min: 1, max: 1024 },
  },
} as const satisfies MemberRule;

export const tags = {
  type: 'map',
  min: 1,
  max: 50,
  key: { type: 'string', min: 1, max: 128, pattern: /^(?!aws:).[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
  value: { type: 'string', min: 0, max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
} as const satisfies MemberRule;

/** Members that CreateFleet and UpdateFleet share. Ranges of numbers are not in the model; see `fleet-rules.ts`. */
export const fleetMembers = {
  ImageArn: arn,
  ComputeCapacity: { type: 'structure', members: { DesiredInstances: integer, DesiredSessions: integer } },
  VpcConfig: {
    type: 'structure',
    members: { SubnetIds: names, SecurityGroupIds: { type: 'list', max: 5, member: text } },
  },
  MaxUserDurationInSeconds: integer,
  DisconnectTimeoutInSeconds: integer,
  Description: { type: 'string', max: 256 },
  DisplayName: { type: 'string', max: 100 },
  EnableDefaultInternetAccess: boolean,
  DomainJoinInfo: {
    type: 'structure',
    members: {
      DirectoryName: { type: 'string' },
      OrganizationalUnitDistinguishedName: { type: 'string', max: 2000 },
    },
  },
  IdleDisconnectTimeoutInSeconds: integer,
  IamRoleArn: arn,
  StreamView: { type: 'string', enum: ['APP', 'DESKTOP'] },
  Platform: {
    type: 'string',
    enum: [
      'WINDOWS',
      'WINDOWS_SERVER_2016',
      'WINDOWS_SERVER_2019',
      'WINDOWS_SERVER_2022',
      'WINDOWS_SERVER_2025',
      'AMAZON_LINUX2',
      'RHEL8',
      'ROCKY_LINUX8',
      'UBUNTU_PRO_2404',
    ],
  },
  MaxConcurrentSessions: integer,
  UsbDeviceFilterStrings: { type: 'list', member: usbDeviceFilterString },
  SessionScriptS3Location: s3Location,
  MaxSessionsPerInstance: integer,
  RootVolumeConfig: { type: 'structure', members: { VolumeSizeInGb: integer } },
  DisableIMDSV1: boolean,
} as const satisfies InputTable;
