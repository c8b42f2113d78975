import type { AwsLocation } from '../aws/location.ts';
import { MutationError } from '../services/mutation-error.ts';

/** An id of another gateway, or of this one before it was configured anew: no call goes to a location that was not asked for. */
export function locationNotRead({ accountId, region }: AwsLocation): MutationError {
  const message = `This gateway does not read account ${accountId}, region ${region}.`;
  return new MutationError([{ code: 'NOT_FOUND', message, field: ['input', 'id'] }]);
}
