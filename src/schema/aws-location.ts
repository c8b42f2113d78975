import type { AwsLocation } from '../aws/location.ts';
import { builder } from './builder.ts';

export const AwsLocationRef = builder
  .objectRef<Pick<AwsLocation, 'region'> & { readonly accountId: string | null }>('AwsLocation')
  .implement({
    description: 'Where a thing lives: one account in one region.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The AWS account, twelve digits.' }),
      region: t.exposeString('region', { nullable: false, description: 'The AWS region, such as `eu-west-1`.' }),
    }),
  });
