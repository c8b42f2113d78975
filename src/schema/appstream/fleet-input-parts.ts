import { builder } from '../builder/builder.ts';

export const FleetComputeCapacityInputRef = builder.inputType('FleetComputeCapacityInput', {
  description: 'Desired capacity of a fleet: exactly one of the two fields.',
  fields: (t) => ({
    desiredInstances: t.int({ description: 'Number of instances with one user session each. 0 or more.' }),
    desiredSessions: t.int({
      description: 'Number of user sessions. Multi-session fleets only, together with `maxSessionsPerInstance`.',
    }),
  }),
});

export const FleetVpcConfigInputRef = builder.inputType('FleetVpcConfigInput', {
  description: 'Network of the instances of a fleet.',
  fields: (t) => ({
    subnetIds: t.stringList({
      description: 'Subnet ids; an ELASTIC fleet needs two or more, in different availability zones.',
    }),
    securityGroupIds: t.stringList({ description: 'Security group ids, five at most.' }),
  }),
});

export const FleetDomainJoinInfoInputRef = builder.inputType('FleetDomainJoinInfoInput', {
  description: 'Active Directory domain that the instances of a fleet join.',
  fields: (t) => ({
    directoryName: t.string({ description: 'Fully qualified domain name: `corp.example.com`.' }),
    organizationalUnitDistinguishedName: t.string({
      description: 'Distinguished name of the organizational unit for computer accounts. Up to 2000 characters.',
    }),
  }),
});

export const AwsS3LocationInputRef = builder.inputType('AwsS3LocationInput', {
  description: 'Object in S3.',
  fields: (t) => ({
    s3Bucket: t.string({ required: true, description: 'Bucket name.' }),
    s3Key: t.string({ description: 'Object key. 1 to 1024 characters.' }),
  }),
});

export const FleetVolumeConfigInputRef = builder.inputType('FleetVolumeConfigInput', {
  description: 'Root volume of the instances of a fleet.',
  fields: (t) => ({
    volumeSizeInGb: t.int({ description: 'Size in gigabytes, 200 to 500; AWS charges for more than 200.' }),
  }),
});

export const AwsTagInputRef = builder.inputType('AwsTagInput', {
  description: 'Tag of an AWS resource.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'Tag key, unique in its resource. 1 to 128 characters, not beginning with `aws:`.',
    }),
    value: t.string({ required: true, defaultValue: '', description: 'Tag value. Up to 256 characters.' }),
  }),
});
