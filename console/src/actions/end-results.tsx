import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { SERVICE_NAMES } from '../ui/names.ts';
import type { EndResult } from './use-end-sessions.ts';

const OUTCOMES: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  WOULD_TERMINATE: ['pending', 'Will be ended'],
  TERMINATED: ['success', 'Ended'],
  ALREADY_ENDED: ['stopped', 'Over already'],
  UNCONFIRMED: ['warning', 'Accepted by AWS, still listed'],
};

interface Props {
  readonly results: readonly EndResult[];
  readonly names?: ReadonlyMap<string, string> | undefined;
  readonly isRunning: boolean;
  readonly progress: number;
}

/** One row a session: whose it is, and what became of it. */
export function EndResults({ results, names, isRunning, progress }: Props) {
  return (
    <>
      {isRunning && progress > 0 && progress < 100 && <ProgressBar value={progress} label="Progress" />}
      <Table
        variant="embedded"
        items={results}
        trackBy="id"
        loading={isRunning && results.length === 0}
        loadingText="Asking AWS"
        ariaLabels={{ tableLabel: 'Sessions to end' }}
        columnDefinitions={[
          { id: 'name', header: 'User', isRowHeader: true, cell: ({ id, name }) => name ?? names?.get(id) ?? '–' },
          { id: 'service', header: 'Service', cell: ({ service }) => (service ? SERVICE_NAMES[service] : '–') },
          { id: 'outcome', header: 'Result', cell: (result) => <Outcome {...result} /> },
        ]}
      />
    </>
  );
}

function Outcome({ outcome, problem }: EndResult) {
  if (outcome === null) return <StatusIndicator type="error">{problem ?? 'Not ended'}</StatusIndicator>;
  const [type, text] = OUTCOMES[outcome] ?? ['info', outcome];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
