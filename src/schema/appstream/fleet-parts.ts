import type {
  ComputeCapacityStatus,
  DomainJoinInfo,
  FleetError,
  S3Location,
  VolumeConfig,
  VpcConfig,
} from '../../services/appstream/model.ts';
import { builder } from '../builder/builder.ts';

export const FleetComputeCapacityStatusRef = builder
  .objectRef<ComputeCapacityStatus>('FleetComputeCapacityStatus')
  .implement({
    description: 'Capacity of a fleet in instances, and of a multi-session fleet also in user sessions.',
    fields: (t) => ({
      desired: t.exposeInt('Desired', { description: 'Desired number of instances.' }),
      running: t.exposeInt('Running', { description: 'Running instances.' }),
      inUse: t.exposeInt('InUse', { description: 'Instances with a user.' }),
      available: t.exposeInt('Available', { description: 'Running instances without a user.' }),
      desiredUserSessions: t.exposeInt('DesiredUserSessions', {
        description: 'Desired user sessions: running and pending. Multi-session fleets only.',
      }),
      availableUserSessions: t.exposeInt('AvailableUserSessions', {
        description: 'Available user sessions. Multi-session fleets only.',
      }),
      activeUserSessions: t.exposeInt('ActiveUserSessions', {
        description: 'Active user sessions. Multi-session fleets only.',
      }),
      actualUserSessions: t.exposeInt('ActualUserSessions', {
        description: 'Actual user sessions: available and active. Multi-session fleets only.',
      }),
      draining: t.exposeInt('Draining', { description: 'Draining instances, which take no new sessions.' }),
      drainModeActiveUserSessions: t.exposeInt('DrainModeActiveUserSessions', {
        description: 'Active user sessions on draining instances. Multi-session fleets only.',
      }),
      drainModeUnusedUserSessions: t.exposeInt('DrainModeUnusedUserSessions', {
        description:
          'Unused user sessions on draining instances, which will not be assigned. Multi-session fleets only.',
      }),
    }),
  });

export const FleetVpcConfigRef = builder.objectRef<VpcConfig>('FleetVpcConfig').implement({
  description: 'Network of the instances of a fleet.',
  fields: (t) => ({
    subnetIds: t.exposeStringList('SubnetIds', { description: 'Subnet ids; an ELASTIC fleet has two or more.' }),
    securityGroupIds: t.exposeStringList('SecurityGroupIds', { description: 'Security group ids, five at most.' }),
  }),
});

export const FleetDomainJoinInfoRef = builder.objectRef<DomainJoinInfo>('FleetDomainJoinInfo').implement({
  description: 'Active Directory domain that the instances of a fleet join.',
  fields: (t) => ({
    directoryName: t.exposeString('DirectoryName', { description: 'Fully qualified domain name: `corp.example.com`.' }),
    organizationalUnitDistinguishedName: t.exposeString('OrganizationalUnitDistinguishedName', {
      description: 'Distinguished name of the organizational unit for computer accounts.',
    }),
  }),
});

export const FleetErrorRef = builder.objectRef<FleetError>('FleetError').implement({
  description: 'Error of a fleet.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', {
      description: 'Error code of AWS: `SUBNET_NOT_FOUND` and some thirty others.',
    }),
    errorMessage: t.exposeString('ErrorMessage', { description: 'Error message of AWS.' }),
  }),
});

export const AwsS3LocationRef = builder.objectRef<S3Location>('AwsS3Location').implement({
  description: 'Object in S3.',
  fields: (t) => ({
    s3Bucket: t.exposeString('S3Bucket', { description: 'Bucket name.' }),
    s3Key: t.exposeString('S3Key', { description: 'Object key.' }),
  }),
});

export const FleetVolumeConfigRef = builder.objectRef<VolumeConfig>('FleetVolumeConfig').implement({
  description: 'Root volume of the instances of a fleet.',
  fields: (t) => ({
    volumeSizeInGb: t.exposeInt('VolumeSizeInGb', { description: 'Size in gigabytes, 200 to 500.' }),
  }),
});
