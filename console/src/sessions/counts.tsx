import SpaceBetween from '@cloudscape-design/components/space-between';
import ToggleButton from '@cloudscape-design/components/toggle-button';
import { startTransition, useEffect, useRef } from 'react';
import { graphql, useRefetchableFragment } from 'react-relay/hooks';
import type { counts_query$key } from '../__generated__/counts_query.graphql.ts';
import type { countsRefetchQuery } from '../__generated__/countsRefetchQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { useSourceAlerts } from '../sources/source-alerts.tsx';
import { SERVICE_NAMES, STATUS_NAMES } from '../ui/names.ts';
import { FIRST_PAGE } from './session-page.ts';

/** Shortest time between two readings of the counts. Milliseconds. */
const READ_MS = 1_000;

/** Numbers of sessions by status and service, each of which filters the list. */
export function Counts({ query, revision }: { readonly query: counts_query$key; readonly revision: number }) {
  const [{ counted }, refetch] = useRefetchableFragment<countsRefetchQuery, counts_query$key>(
    graphql`
      fragment counts_query on Query
      @refetchable(queryName: "countsRefetchQuery")
      @argumentDefinitions(filter: { type: "LiveSessionFilter" }) {
        counted: liveSessions(filter: $filter, first: 0) {
          byStatus: facet(by: STATUS) {
            values {
              value
              count
            }
          }
          sources {
            ...sourceAlerts_sources
          }
          byService: facet(by: SERVICE) {
            values {
              value
              count
            }
          }
        }
      }
    `,
    query,
  );
  const read = useRef(revision);
  useEffect(() => {
    if (read.current === revision) return;
    const timer = setTimeout(() => {
      read.current = revision;
      startTransition(() => void refetch({}, { fetchPolicy: 'network-only' }));
    }, READ_MS);
    return () => clearTimeout(timer);
  }, [revision, refetch]);
  useSourceAlerts(counted?.sources ?? []);
  if (!counted) return null;
  return (
    <SpaceBetween direction="horizontal" size="l">
      <Values param="status" label="Sessions by status" names={STATUS_NAMES} values={counted.byStatus.values} />
      <Values param="service" label="Sessions by service" names={SERVICE_NAMES} values={counted.byService.values} />
    </SpaceBetween>
  );
}

interface ValuesProps {
  readonly param: 'status' | 'service';
  readonly label: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: readonly { readonly value: string | null | undefined; readonly count: number }[];
}

/** Values in a fixed order, so that a button stays where it is when numbers change. */
function Values({ param, label, names, values }: ValuesProps) {
  const [params, change] = useQueryState();
  const chosen = params.getAll(param);
  const counts = new Map(values.map(({ value, count }) => [value ?? '', count]));
  const shown = Object.keys(names).filter((name) => counts.has(name) || chosen.includes(name));
  return (
    <fieldset className="plain-group" aria-label={label}>
      <SpaceBetween direction="horizontal" size="xxs">
        {shown.map((name) => (
          <ToggleButton
            key={name}
            pressed={chosen.includes(name)}
            onChange={({ detail }) => {
              const others = chosen.filter((each) => each !== name);
              change({ ...FIRST_PAGE, [param]: detail.pressed ? [...others, name] : others });
            }}
          >
            {names[name]} {(counts.get(name) ?? 0).toLocaleString('en')}
          </ToggleButton>
        ))}
      </SpaceBetween>
    </fieldset>
  );
}
