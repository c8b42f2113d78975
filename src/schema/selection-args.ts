import type { Scope } from '../aws/scope.ts';
import type { RequestServices, ScopeSelection } from '../services/services.ts';
import type { SchemaTypes } from './builder.ts';

/** `region` and `accountId` of every query field: which scope it reads. */
export function selectionArgs(t: PothosSchemaTypes.QueryFieldBuilder<SchemaTypes, SchemaTypes['Root']>) {
  return {
    region: t.arg.string({
      description: 'The AWS region to read; where this gateway reads one only, it may be left out.',
    }),
    accountId: t.arg.string({
      description: 'The AWS account to read; where this gateway reads one only, it may be left out.',
    }),
  };
}

/** The same in the input of a mutation: which scope it changes. */
export function selectionInput(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    region: t.string({ description: 'The AWS region it is in; where this gateway has one only, it may be left out.' }),
    accountId: t.string({
      description: 'The AWS account it is in; where this gateway has one only, it may be left out.',
    }),
  };
}

/** The scope of such an input. */
export async function selectedScopes(
  { region, accountId }: ScopeSelection,
  services: RequestServices,
): Promise<readonly Scope[]> {
  return [(await services.select({ region, accountId })).scope];
}
