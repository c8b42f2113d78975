import type {
  ComputeCapacityStatus,
  DomainJoinInfo,
  FleetError,
  S3Location,
  VolumeConfig,
  VpcConfig,
} from '../../services/appstream/model.ts';
import { builder } from '../builder.ts';

export const FleetComputeCapacityStatusRef = builder
  .objectRef<ComputeCapacityStatus>('FleetComputeCapacityStatus')
  .implement({
    description: 'How many instances, or on a multi-session fleet how many user sessions, there are and are used.',
    fields: (t) => ({
      desired: t.exposeInt('Desired', { description: 'Instances that are wanted.' }),
      running: t.exposeInt('Running', { description: 'Instances that run now.' }),
      inUse: t.exposeInt('InUse', { description: 'Instances that have a user now.' }),
      available: t.exposeInt('Available', { description: 'Instances that wait for a user.' }),
      desiredUserSessions: t.exposeInt('DesiredUserSessions', {
        description:
          'Room for user sessions that there is or will be: running and pending. Multi-session fleets only, as is all below.',
      }),
      availableUserSessions: t.exposeInt('AvailableUserSessions', { description: 'User sessions that are free.' }),
      activeUserSessions: t.exposeInt('ActiveUserSessions', { description: 'User sessions that are taken.' }),
      actualUserSessions: t.exposeInt('ActualUserSessions', {
        description: 'User sessions that there are: free and taken.',
      }),
      draining: t.exposeInt('Draining', { description: 'Instances that take no new sessions.' }),
      drainModeActiveUserSessions: t.exposeInt('DrainModeActiveUserSessions', {
        description: 'User sessions that are taken on draining instances.',
      }),
      drainModeUnusedUserSessions: t.exposeInt('DrainModeUnusedUserSessions', {
        description: 'User sessions that are free on draining instances; nobody will get them.',
      }),
    }),
  });

export const FleetVpcConfigRef = builder.objectRef<VpcConfig>('FleetVpcConfig').implement({
  description: 'The network that the instances of a fleet are in.',
  fields: (t) => ({
    subnetIds: t.exposeStringList('SubnetIds', { description: 'The subnets; an ELASTIC fleet has two or more.' }),
    securityGroupIds: t.exposeStringList('SecurityGroupIds', { description: 'The security groups, five at most.' }),
  }),
});

export const FleetDomainJoinInfoRef = builder.objectRef<DomainJoinInfo>('FleetDomainJoinInfo').implement({
  description: 'The Active Directory domain that the instances of a fleet join.',
  fields: (t) => ({
    directoryName: t.exposeString('DirectoryName', { description: 'Its fully qualified name: `corp.example.com`.' }),
    organizationalUnitDistinguishedName: t.exposeString('OrganizationalUnitDistinguishedName', {
      description: 'The organizational unit for computer accounts, as a distinguished name.',
    }),
  }),
});

export const FleetErrorRef = builder.objectRef<FleetError>('FleetError').implement({
  description: 'What is wrong with a fleet.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', { description: "AWS's code: `SUBNET_NOT_FOUND` and some thirty others." }),
    errorMessage: t.exposeString('ErrorMessage', { description: "AWS's words." }),
  }),
});

export const AwsS3LocationRef = builder.objectRef<S3Location>('AwsS3Location').implement({
  description: 'An object in S3.',
  fields: (t) => ({
    s3Bucket: t.exposeString('S3Bucket', { description: 'The bucket.' }),
    s3Key: t.exposeString('S3Key', { description: 'The key in the bucket.' }),
  }),
});

export const FleetVolumeConfigRef = builder.objectRef<VolumeConfig>('FleetVolumeConfig').implement({
  description: 'The root volume of the instances of a fleet.',
  fields: (t) => ({
    volumeSizeInGb: t.exposeInt('VolumeSizeInGb', { description: 'Its size. Gigabytes, 200 to 500.' }),
  }),
});
