import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import type { ParamChanges } from '../app/query-state.ts';

/** Property of sessions that the filter offers. */
export interface SessionProperty {
  /** Name in the URL. */
  readonly key: string;
  readonly label: string;
  /** Field of `LiveSessionFilter`. */
  readonly field: string;
  /** `list` takes several values, `one` a single one, `time` an instant, `hours` a duration that the API takes in seconds. */
  readonly kind: 'list' | 'one' | 'time' | 'hours';
  /** Values that never change. */
  readonly values?: readonly string[];
  /** Dimension whose counted values are offered, and the services that they are of. */
  readonly dimension?: 'RESOURCE' | 'REGION' | 'ACCOUNT' | 'USER';
  readonly services?: readonly string[];
}

export const SERVICES = ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL'];
export const STATUSES = ['CONNECTING', 'CONNECTED', 'DISCONNECTED', 'TERMINATING', 'TERMINATED', 'FAILED', 'UNKNOWN'];

export const PROPERTIES: readonly SessionProperty[] = [
  { key: 'service', label: 'Service', field: 'services', kind: 'list', values: SERVICES },
  { key: 'status', label: 'Status', field: 'statuses', kind: 'list', values: STATUSES },
  { key: 'user', label: 'User', field: 'userName', kind: 'one', dimension: 'USER' },
  { key: 'fleet', label: 'Fleet', field: 'fleetNames', kind: 'list', dimension: 'RESOURCE', services: ['APPSTREAM'] },
  { key: 'stack', label: 'Stack', field: 'stackNames', kind: 'list' },
  { key: 'pool', label: 'Pool', field: 'poolIds', kind: 'list', dimension: 'RESOURCE', services: ['WORKSPACES'] },
  { key: 'target', label: 'Target', field: 'targets', kind: 'list', dimension: 'RESOURCE', services: ['SSM'] },
  { key: 'region', label: 'Region', field: 'regions', kind: 'list', dimension: 'REGION' },
  { key: 'account', label: 'Account', field: 'accountIds', kind: 'list', dimension: 'ACCOUNT' },
  { key: 'startedAfter', label: 'Started after', field: 'startedAfter', kind: 'time' },
  { key: 'startedBefore', label: 'Started before', field: 'startedBefore', kind: 'time' },
  { key: 'unchangedSince', label: 'Unchanged since', field: 'statusBefore', kind: 'time' },
];
/** Name of the text in the URL. */
const SEARCH = 'q';

/** Filter of a list: its properties, and what becomes of a text. */
export interface FilterSpec {
  readonly label: string;
  readonly properties: readonly SessionProperty[];
  /** Field of the API that takes a text; null for a list that is not searched. */
  readonly searchField: string | null;
  readonly placeholder: string;
}

/** Filter of live sessions. */
export const LIVE_FILTER: FilterSpec = {
  label: 'Filter sessions',
  properties: PROPERTIES,
  searchField: 'search',
  placeholder: 'Search users, instances, resources and sessions, or filter by a property',
};

/** Lists the parameters of a filter, in the URL. */
export function filterParams({ properties }: FilterSpec): readonly string[] {
  return [...properties.map(({ key }) => key), SEARCH];
}

/** Parameters of the filter of live sessions, in the URL. */
export const FILTER_PARAMS = filterParams(LIVE_FILTER);

/** Reads the filter of a URL, as the API takes it. Values that the API does not know are left out. */
export function filterOf(
  params: URLSearchParams,
  { properties, searchField }: FilterSpec = LIVE_FILTER,
): Record<string, string | string[] | number> {
  const entries = properties.flatMap(({ key, field, kind, values }): [string, string | string[] | number][] => {
    const given = params.getAll(key).filter((value) => (values ? values.includes(value) : value !== ''));
    const valid = kind === 'time' ? given.flatMap(instantOf) : given;
    const [first] = valid;
    if (first === undefined) return [];
    if (kind === 'hours') return Number(first) >= 0 ? [[field, Math.round(Number(first) * 3_600)]] : [];
    return [[field, kind === 'list' ? valid : first]];
  });
  const search = params.get(SEARCH)?.trim().slice(0, 200);
  return Object.fromEntries(search && searchField ? [...entries, [searchField, search]] : entries);
}

function instantOf(text: string): string[] {
  const time = Date.parse(text);
  return Number.isNaN(time) ? [] : [new Date(time).toISOString()];
}

/** Reads the filter of a URL as tokens of the filter's control. */
export function queryOf(
  params: URLSearchParams,
  { properties, searchField }: FilterSpec = LIVE_FILTER,
): PropertyFilterProps.Query {
  const tokens = properties.flatMap(({ key, kind }) => {
    const values = params.getAll(key).filter((value) => value !== '');
    if (values.length === 0) return [];
    return [{ propertyKey: key, operator: '=', value: kind === 'list' ? values : values[0] }];
  });
  const search = params.get(SEARCH);
  return { operation: 'and', tokens: search && searchField ? [...tokens, { operator: ':', value: search }] : tokens };
}

/** Writes the tokens of the control as parameters of the URL. Several tokens of a property are one list. */
export function paramsOf({ tokens }: PropertyFilterProps.Query, spec: FilterSpec = LIVE_FILTER): ParamChanges {
  const changes: Record<string, string | readonly string[] | null> = Object.fromEntries(
    filterParams(spec).map((name) => [name, null]),
  );
  for (const { propertyKey, value } of tokens) {
    const values = [value].flat().map((each) => String(each));
    const property = spec.properties.find(({ key }) => key === propertyKey);
    if (!property) changes[SEARCH] = spec.searchField ? values.join(' ') : null;
    else if (property.kind === 'list')
      changes[property.key] = [...new Set([...(changes[property.key] ?? []), ...values])];
    else changes[property.key] = values.at(-1) ?? null;
  }
  return changes;
}
