import type { AwsLocation } from '../../aws/location.ts';
import type { LocationSelection, RequestServices } from '../../services/services.ts';
import type { SchemaTypes } from '../builder/builder.ts';

type Builder = PothosSchemaTypes.QueryFieldBuilder<SchemaTypes, SchemaTypes['Root']>;

const SEVERAL = 'By default all that this gateway reads, one after the other.';
const SOUGHT = 'By default all that this gateway reads are searched; if several match, the error lists them.';
const ONE = 'Optional if only one location matches; if several do, the error lists them.';

/** Arguments of a list: `region` and `accountId`. The list spans every location that matches them. */
export function spanningArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `AWS region to list. ${SEVERAL}` }),
    accountId: t.arg.string({ description: `AWS account to list. ${SEVERAL}` }),
  };
}

/** Arguments of a lookup: `region` and `accountId`. Every location that matches them is searched. */
export function selectionArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `AWS region to search. ${SOUGHT}` }),
    accountId: t.arg.string({ description: `AWS account to search. ${SOUGHT}` }),
  };
}

/** Input fields of a mutation: `region` and `accountId` of the location that it changes. */
export function selectionInput(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    region: t.string({ description: `AWS region of the resource. ${ONE}` }),
    accountId: t.string({ description: `AWS account of the resource. ${ONE}` }),
  };
}

/** Selects the one location that an input matches. */
export async function selectedLocations(
  { region, accountId }: LocationSelection,
  services: RequestServices,
): Promise<readonly AwsLocation[]> {
  return [(await services.select({ region, accountId })).location];
}
