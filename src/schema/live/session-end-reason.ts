import { END_REASONS } from '../../store/history/records/session-record.ts';
import { builder } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';

export const SessionEndReasonRef = builder.enumType('SessionEndReason', {
  description: 'Reason for which a session is known to have ended.',
  values: describedValues(END_REASONS, {
    DISAPPEARED: 'Missing in two complete scans of its source in a row.',
    REPORTED_BY_AWS: 'Reported by AWS, with an exact time if AWS has one.',
    TERMINATED_BY_GATEWAY: 'Terminated by a mutation of this gateway.',
    EXPIRED: 'Expired an hour ago, while its source could not be read.',
    RESOURCE_DELETED: 'Fleet, pool or association of the session no longer exists.',
    UNKNOWN: 'Reason that is not known.',
  }),
});
