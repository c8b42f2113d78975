/**
 * Regions that AWS's endpoint data know, and in which they have no endpoint of WorkSpaces (botocore 1.43.107, `workspaces`). Pools
 * and Personal share the endpoint.
 */
export const REGIONS_WITHOUT_WORKSPACES: ReadonlySet<string> = new Set([
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-3',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'us-west-1',
  'cn-north-1',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-east-1',
  'us-isof-south-1',
  'eusc-de-east-1',
]); // F-54
