import type { AwsLocation } from '../../aws/location.ts';
import { builder } from '../builder/builder.ts';

export const AwsLocationRef = builder
  .objectRef<Pick<AwsLocation, 'region'> & { readonly accountId: string | null }>('AwsLocation')
  .implement({
    description: 'AWS account and region that hold a resource.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'AWS account id: twelve digits.' }),
      region: t.exposeString('region', { nullable: false, description: 'AWS region code: `eu-west-1`.' }),
    }),
  });
