import { type FilterSpec, PROPERTIES } from '../sessions/session-filter.ts';

const KEYS = ['service', 'fleet', 'pool', 'target', 'region', 'account'];

const filterBy = (keys: readonly string[]): FilterSpec => ({
  label: 'Filter usage',
  properties: PROPERTIES.filter(({ key }) => keys.includes(key)),
  searchField: null,
  placeholder: 'Filter by service, fleet, pool, target, region or account',
});

const WITHOUT_NAMES = filterBy(KEYS);
const WITH_NAMES = filterBy([...KEYS, 'user']);

/** Filter of usage: that of one user needs `history:read`. */
export function usageFilter(seesNames: boolean): FilterSpec {
  return seesNames ? WITH_NAMES : WITHOUT_NAMES;
}
