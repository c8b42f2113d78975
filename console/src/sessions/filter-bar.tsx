import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useState } from 'react';
import { fetchQuery, graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { filterBarQuery, SessionDimension } from '../__generated__/filterBarQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { SERVICE_NAMES, STATUS_NAMES } from '../ui/names.ts';
import { PROPERTIES, paramsOf, queryOf } from './session-filter.ts';
import { FIRST_PAGE } from './session-page.ts';
import { TimeForm } from './time-form.tsx';

const NAMES: Readonly<Record<string, string>> = { ...SERVICE_NAMES, ...STATUS_NAMES };

const FILTERING: readonly PropertyFilterProps.FilteringProperty[] = PROPERTIES.map(({ key, label, kind }) => ({
  key,
  propertyLabel: label,
  groupValuesLabel: `${label} values`,
  operators: [
    kind === 'list'
      ? { operator: '=', tokenType: 'enum', format: (value: readonly string[]) => value.map(nameOf).join(', ') }
      : kind === 'time'
        ? { operator: '=', form: TimeForm, format: (value: string) => value.replace('T', ' ') }
        : { operator: '=' },
  ],
}));

const FIXED = PROPERTIES.flatMap(({ key, values = [] }) =>
  values.map((value) => ({ propertyKey: key, value, label: nameOf(value) })),
);

function nameOf(value: string): string {
  return NAMES[value] ?? value;
}

/** Filter of sessions by properties and text. The server offers the values, and applies the filter. */
export function FilterBar({ matches }: { readonly matches: number }) {
  const [params, change] = useQueryState();
  const { options, status, load } = useOptions();
  return (
    <PropertyFilter
      query={queryOf(params)}
      onChange={({ detail }) => change({ ...FIRST_PAGE, ...paramsOf(detail) })}
      filteringProperties={FILTERING}
      filteringOptions={[...FIXED, ...options]}
      filteringStatusType={status}
      onLoadItems={({ detail }) => load(detail)}
      freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
      filteringPlaceholder="Search users, instances, resources and sessions, or filter by a property"
      filteringAriaLabel="Filter sessions"
      filteringEmpty="No values"
      hideOperations
      countText={`${matches.toLocaleString('en')} ${matches === 1 ? 'match' : 'matches'}`}
    />
  );
}

/** Values of the property that is being typed, the most frequent first. */
function useOptions() {
  const environment = useRelayEnvironment();
  const [options, setOptions] = useState<readonly PropertyFilterProps.FilteringOption[]>([]);
  const [status, setStatus] = useState<PropertyFilterProps.StatusType>('finished');

  function load({ filteringProperty, filteringText }: PropertyFilterProps.LoadItemsDetail): void {
    const property = PROPERTIES.find(({ key }) => key === filteringProperty?.key);
    if (!property?.dimension) return;
    setStatus('loading');
    const { dimension, services } = property;
    const filter = { ...(services && { services }), ...(filteringText.trim() && { search: filteringText }) };
    fetchQuery<filterBarQuery>(
      environment,
      graphql`
        query filterBarQuery($filter: LiveSessionFilter, $by: SessionDimension!) {
          liveSessions(filter: $filter, first: 0) {
            facet(by: $by, first: 50) {
              values {
                value
                count
              }
            }
          }
        }
      `,
      { filter: filter as filterBarQuery['variables']['filter'], by: dimension as SessionDimension },
    ).subscribe({
      next: ({ liveSessions }) => {
        const values = liveSessions?.facet.values ?? [];
        setOptions(values.flatMap(({ value }) => (value ? [{ propertyKey: property.key, value }] : [])));
        setStatus('finished');
      },
      error: () => setStatus('error'),
    });
  }
  return { options, status, load };
}
