import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { wordsOf } from './names.ts';

const TYPES: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  RUNNING: 'success',
  STARTING: 'in-progress',
  STOPPING: 'in-progress',
  CREATING: 'in-progress',
  UPDATING: 'in-progress',
  DELETING: 'in-progress',
  RECREATING: 'in-progress',
  STOPPED: 'stopped',
  ERROR: 'error',
};

/** State of a fleet or a pool, with the number of its errors. */
export function ResourceState({
  state,
  errors = 0,
}: {
  readonly state: string | null | undefined;
  readonly errors?: number;
}) {
  if (!state) return <>–</>;
  return (
    <StatusIndicator type={errors > 0 && state === 'RUNNING' ? 'warning' : (TYPES[state] ?? 'info')}>
      {wordsOf(state)}
      {errors > 0 && `, ${errors} ${errors === 1 ? 'error' : 'errors'}`}
    </StatusIndicator>
  );
}
