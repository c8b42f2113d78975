import { RECORD_ORDER_FIELDS } from '../../store/history/records/record-order.ts';
import { USAGE_INTERVALS } from '../../store/history/usage/buckets.ts';
import { USAGE_DIMENSIONS } from '../../store/history/usage/usage-query.ts';
import { builder } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';

export const SessionRecordOrderFieldRef = builder.enumType('SessionRecordOrderField', {
  description:
    'Member by which records are sorted. A record without it is smaller than all others; texts are compared by their Unicode code points.',
  values: describedValues(RECORD_ORDER_FIELDS, {
    STARTED_AT: 'Start: the latest possible one.',
    ENDED_AT: 'End: the latest possible one. A session that has not ended is smaller than all others.',
    USER_NAME: '`User.userName`.',
  }),
});

export const UsageIntervalRef = builder.enumType('UsageInterval', {
  description: 'Length of the points of a series, in UTC.',
  values: describedValues(USAGE_INTERVALS, {
    HOUR: 'From one full hour to the next.',
    DAY: 'From midnight to midnight.',
    WEEK: 'From Monday to Monday.',
    MONTH: 'From the first day of a month to that of the next.',
  }),
});

export const UsageDimensionRef = builder.enumType('UsageDimension', {
  description: 'Dimension whose values are series of their own.',
  values: describedValues(USAGE_DIMENSIONS, {
    SERVICE: 'AWS service.',
    ACCOUNT: 'AWS account id.',
    REGION: 'AWS region.',
    RESOURCE: 'Name of the fleet, id of the pool, or target of an SSM session.',
    USER: 'User name. Also needs `history:read`.',
  }),
});
