import type { SchemaTypes } from './builder.ts';

type Builder = PothosSchemaTypes.QueryFieldBuilder<SchemaTypes, SchemaTypes['Root']>;

const SEVERAL = 'Left out, and where this gateway reads several: all of them, one behind the other.';
const ONE = 'It may be left out where only one is left; if not, the error lists them.';

/** `region` and `accountId` of a list, which spans every scope that they match. */
export function spanningArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `Only this AWS region. ${SEVERAL}` }),
    accountId: t.arg.string({ description: `Only this AWS account. ${SEVERAL}` }),
  };
}

/** `region` and `accountId` of a single thing, or of one listing of AWS's: they have to leave one scope. */
export function selectionArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `The AWS region to read. ${ONE}` }),
    accountId: t.arg.string({ description: `The AWS account to read. ${ONE}` }),
  };
}
