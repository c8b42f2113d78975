import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { LiveSessionFilter } from '../__generated__/sessionsViewQuery.graphql.ts';
import { EndSessionsButton } from '../actions/end-sessions-button.tsx';
import { useExport } from './use-export.ts';

interface Props {
  /** Names of the selected sessions by their ids. */
  readonly selected: ReadonlyMap<string, string>;
  readonly filter: LiveSessionFilter;
  readonly done: () => void;
}

/** Actions on the list and on the selected sessions. */
export function SessionActions({ selected, filter, done }: Props) {
  const { exportCsv, count } = useExport(filter);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        iconName="download"
        loading={count !== null}
        loadingText={`${count ?? 0} sessions are read`}
        onClick={exportCsv}
      >
        CSV
      </Button>
      <EndSessionsButton ids={[...selected.keys()]} names={selected} done={done} />
    </SpaceBetween>
  );
}
