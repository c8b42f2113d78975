import type { AwsLocation } from '../aws/location.ts';
import type { LocationSelection, RequestServices } from '../services/services.ts';
import type { SchemaTypes } from './builder.ts';

type Builder = PothosSchemaTypes.QueryFieldBuilder<SchemaTypes, SchemaTypes['Root']>;

const SEVERAL = 'All that this gateway reads when left out, one behind the other.';
const SOUGHT =
  'It is sought in all that this gateway reads when left out; where several have it, the error lists them.';
const ONE = 'May be left out where only one matches; where several do, the error lists them.';

/** `region` and `accountId` of a list, which spans every location that they match. */
export function spanningArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `Only this AWS region. ${SEVERAL}` }),
    accountId: t.arg.string({ description: `Only this AWS account. ${SEVERAL}` }),
  };
}

/** `region` and `accountId` of a single thing, which is sought in every location that they match. */
export function selectionArgs(t: Builder) {
  return {
    region: t.arg.string({ description: `The AWS region it is in. ${SOUGHT}` }),
    accountId: t.arg.string({ description: `The AWS account it is in. ${SOUGHT}` }),
  };
}

/** The same in the input of a mutation: which location it changes. */
export function selectionInput(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    region: t.string({ description: `The AWS region it is in. ${ONE}` }),
    accountId: t.string({ description: `The AWS account it is in. ${ONE}` }),
  };
}

/** The location of such an input. */
export async function selectedLocations(
  { region, accountId }: LocationSelection,
  services: RequestServices,
): Promise<readonly AwsLocation[]> {
  return [(await services.select({ region, accountId })).location];
}
