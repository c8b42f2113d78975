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
