import type { Scope } from '../aws/scope.ts';
import { builder } from './builder.ts';

export const ScopeRef = builder
  .objectRef<Pick<Scope, 'region'> & { readonly accountId: string | null }>('Scope')
  .implement({
    description: 'Where a thing lives: one account in one region.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The AWS account, twelve digits.' }),
      region: t.exposeString('region', { nullable: false, description: 'The AWS region, such as `eu-west-1`.' }),
    }),
  });
