import { type FilterSpec, PROPERTIES, type SessionProperty } from '../sessions/session-filter.ts';

const KEYS = ['service', 'user', 'fleet', 'stack', 'pool', 'target', 'region', 'account'];

const END_REASONS: SessionProperty = {
  key: 'reason',
  label: 'End reason',
  field: 'endReasons',
  kind: 'list',
  values: ['DISAPPEARED', 'REPORTED_BY_AWS', 'TERMINATED_BY_GATEWAY', 'EXPIRED', 'RESOURCE_DELETED', 'UNKNOWN'],
};
const LONGER: SessionProperty = {
  key: 'longer',
  label: 'Longer than (hours)',
  field: 'longerThanSeconds',
  kind: 'hours',
};

/** Filter of records; a text is the beginning of a user name. */
export const HISTORY_FILTER: FilterSpec = {
  label: 'Filter history',
  properties: [...PROPERTIES.filter(({ key }) => KEYS.includes(key)), END_REASONS, LONGER],
  searchField: 'userNamePrefix',
  placeholder: 'Type the beginning of a user name, or filter by a property',
};
