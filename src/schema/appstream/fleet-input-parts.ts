import { builder } from '../builder.ts';

export const FleetComputeCapacityInputRef = builder.inputType('FleetComputeCapacityInput', {
  description: 'How large a fleet is to be: one of the two.',
  fields: (t) => ({
    desiredInstances: t.int({ description: 'Instances, one user session on each. 0 or more.' }),
    desiredSessions: t.int({
      description: 'User sessions, several on one instance: multi-session fleets only, with `maxSessionsPerInstance`.',
    }),
  }),
});

export const FleetVpcConfigInputRef = builder.inputType('FleetVpcConfigInput', {
  description: 'The network that the instances of a fleet are in.',
  fields: (t) => ({
    subnetIds: t.stringList({
      description: 'The subnets; an ELASTIC fleet needs two or more, in different availability zones.',
    }),
    securityGroupIds: t.stringList({ description: 'The security groups, five at most.' }),
  }),
});

export const FleetDomainJoinInfoInputRef = builder.inputType('FleetDomainJoinInfoInput', {
  description: 'The Active Directory domain that the instances of a fleet join.',
  fields: (t) => ({
    directoryName: t.string({ description: 'Its fully qualified name: `corp.example.com`.' }),
    organizationalUnitDistinguishedName: t.string({
      description: 'The organizational unit for computer accounts, as a distinguished name. Up to 2000 characters.',
    }),
  }),
});

export const AwsS3LocationInputRef = builder.inputType('AwsS3LocationInput', {
  description: 'An object in S3.',
  fields: (t) => ({
    s3Bucket: t.string({ required: true, description: 'The bucket.' }),
    s3Key: t.string({ description: 'The key in the bucket. 1 to 1024 characters.' }),
  }),
});

export const FleetVolumeConfigInputRef = builder.inputType('FleetVolumeConfigInput', {
  description: 'The root volume of the instances of a fleet.',
  fields: (t) => ({
    volumeSizeInGb: t.int({ description: 'Its size. Gigabytes, 200 to 500; what is above 200 is charged.' }),
  }),
});

export const AwsTagInputRef = builder.inputType('AwsTagInput', {
  description: 'A label of a thing in AWS.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'Its name, which a thing has once. 1 to 128 characters, not beginning with `aws:`.',
    }),
    value: t.string({ required: true, defaultValue: '', description: 'Its value. Up to 256 characters.' }),
  }),
});
