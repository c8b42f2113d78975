import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useMemo, useState } from 'react';
import { fetchQuery, graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { filterBarQuery, SessionDimension } from '../__generated__/filterBarQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { END_REASON_NAMES, SERVICE_NAMES, STATUS_NAMES } from '../ui/names.ts';
import { type FilterSpec, LIVE_FILTER, paramsOf, queryOf } from './session-filter.ts';
import { FIRST_PAGE } from './session-page.ts';
import { TimeForm } from './time-form.tsx';

const NAMES: Readonly<Record<string, string>> = { ...SERVICE_NAMES, ...STATUS_NAMES, ...END_REASON_NAMES };

function propertiesOf({ properties }: FilterSpec): readonly PropertyFilterProps.FilteringProperty[] {
  return properties.map(({ key, label, kind }) => ({
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
}

function fixedOptions({ properties }: FilterSpec): readonly PropertyFilterProps.FilteringOption[] {
  return properties.flatMap(({ key, values = [] }) =>
    values.map((value) => ({ propertyKey: key, value, label: nameOf(value) })),
  );
}

function nameOf(value: string): string {
  return NAMES[value] ?? value;
}

/** Filter of sessions by properties and text. The server offers the values, and applies the filter. */
export function FilterBar({ matches, spec = LIVE_FILTER }: { readonly matches?: number; readonly spec?: FilterSpec }) {
  const [params, change] = useQueryState();
  const { options, status, load } = useOptions(spec);
  const properties = useMemo(() => propertiesOf(spec), [spec]);
  return (
    <PropertyFilter
      query={queryOf(params, spec)}
      onChange={({ detail }) => change({ ...FIRST_PAGE, ...paramsOf(detail, spec) })}
      filteringProperties={properties}
      filteringOptions={[...fixedOptions(spec), ...options]}
      filteringStatusType={status}
      onLoadItems={({ detail }) => load(detail)}
      disableFreeTextFiltering={spec.searchField === null}
      freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
      filteringPlaceholder={spec.placeholder}
      filteringAriaLabel={spec.label}
      filteringEmpty="No values"
      hideOperations
      countText={
        matches === undefined ? undefined : `${matches.toLocaleString('en')} ${matches === 1 ? 'match' : 'matches'}`
      }
    />
  );
}

/** Values of the property that is being typed, the most frequent first. */
function useOptions({ properties }: FilterSpec) {
  const environment = useRelayEnvironment();
  const [options, setOptions] = useState<readonly PropertyFilterProps.FilteringOption[]>([]);
  const [status, setStatus] = useState<PropertyFilterProps.StatusType>('finished');

  function load({ filteringProperty, filteringText }: PropertyFilterProps.LoadItemsDetail): void {
    const property = properties.find(({ key }) => key === filteringProperty?.key);
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
