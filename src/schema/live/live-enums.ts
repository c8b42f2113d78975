import { DIMENSIONS } from '../../live/index/live-filter.ts';
import { ORDER_FIELDS } from '../../live/index/live-order.ts';
import { RESOURCE_CONDITIONS } from '../../sessions/providers.ts';
import { builder } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';

export const LiveSessionOrderFieldRef = builder.enumType('LiveSessionOrderField', {
  description:
    'Member by which live sessions are sorted. A session without it is smaller than all others; texts are compared by their Unicode code points, so that upper case comes before lower case.',
  values: describedValues(ORDER_FIELDS, {
    STARTED_AT: 'Start time.',
    STATUS_SINCE: 'Time of the last change of the status: the latest possible one.',
    USER_NAME: '`User.userName`.',
    STATUS: 'Status, in the order CONNECTING, CONNECTED, DISCONNECTED, TERMINATING, TERMINATED, FAILED, UNKNOWN.',
    EXPIRES_AT: 'Latest possible end.',
    RESOURCE: 'Name of the fleet, id of the pool, or target of an SSM session.',
    INSTANCE_ID: 'Instance id of the session host.',
    REGION: 'AWS region.',
  }),
});

export const SessionOrderDirectionRef = builder.enumType('SessionOrderDirection', {
  description: 'Direction of an order.',
  values: describedValues(['ASC', 'DESC'] as const, {
    ASC: 'Smallest first. Sessions without a value come first.',
    DESC: 'Greatest first. Sessions without a value come last.',
  }),
});

const RESOURCES = [...RESOURCE_CONDITIONS].map((name) => `\`${name}\``).join(', ');

export const SessionDimensionRef = builder.enumType('SessionDimension', {
  description: 'Dimension by which sessions are counted.',
  values: describedValues(DIMENSIONS, {
    SERVICE: 'AWS service. Omits the condition `services`.',
    STATUS: 'Status. Omits the condition `statuses`.',
    ACCOUNT: 'AWS account id. Omits the condition `accountIds`.',
    REGION: 'AWS region. Omits the condition `regions`.',
    RESOURCE: `Name of the fleet, id of the pool, or target of an SSM session. Omits the conditions ${RESOURCES}.`,
    USER: 'User name. Omits the condition `userName`.',
  }),
});

export const LiveSourceStatusRef = builder.enumType('LiveSourceStatus', {
  description: 'State of a source of live sessions.',
  values: describedValues(['UP_TO_DATE', 'STALE', 'FAILED', 'SYNCING'] as const, {
    UP_TO_DATE: 'The last complete scan is younger than `GATEWAY_LIVE_MAX_AGE_S`.',
    STALE: 'The last complete scan is older than that: AWS is slow, or the budget of calls is small.',
    FAILED: 'The last scan failed. The sessions of the source stay listed; none of them has ended for that reason.',
    SYNCING: 'The source has not been scanned completely yet.',
  }),
});
