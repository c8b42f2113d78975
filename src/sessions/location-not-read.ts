import type { AwsLocation } from '../aws/location.ts';
import { MutationError } from '../services/mutation-error.ts';

/** Creates the error for an id whose location is not configured: it is of another gateway or an earlier configuration. */
export function locationNotRead({ accountId, region }: AwsLocation): MutationError {
  const message = `This gateway does not read account ${accountId}, region ${region}.`;
  return new MutationError([{ code: 'NOT_FOUND', message, field: ['input', 'id'] }]);
}
