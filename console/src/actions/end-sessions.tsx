import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import { EndResults } from './end-results.tsx';
import { type EndResult, useEndSessions } from './use-end-sessions.ts';

interface Props {
  readonly ids: readonly string[];
  readonly names?: ReadonlyMap<string, string> | undefined;
  /** Called with true if sessions were ended. */
  readonly close: (hasEnded: boolean) => void;
}

/** Ends sessions: shows first whose they are and which are over already, asks for a reason, then shows what became of each. */
export function EndSessions({ ids, names, close }: Props) {
  const { results, isRunning, progress, error, run } = useEndSessions();
  const [reason, setReason] = useState('');
  const [isPreview, setIsPreview] = useState(true);
  const hasEnded = !isPreview;
  const preview = useRef(run);
  useEffect(() => {
    void preview.current({ ids, dryRun: true, reason: null });
  }, [ids]);

  const isDue = ({ outcome }: EndResult) =>
    outcome === 'WOULD_TERMINATE' || outcome === 'UNCONFIRMED' || outcome === null;
  const due = results.filter(isDue).map(({ id }) => id);
  const end = () => {
    setIsPreview(false);
    void run({ ids: due, dryRun: false, reason: reason.trim() || null });
  };
  const count = `${due.length} ${due.length === 1 ? 'session' : 'sessions'}`;
  return (
    <Modal
      visible
      size="large"
      header={isPreview ? 'End sessions' : 'Result'}
      onDismiss={() => close(hasEnded)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => close(hasEnded)}>
              {isPreview ? 'Cancel' : 'Close'}
            </Button>
            {(isPreview || (due.length > 0 && !isRunning)) && (
              <Button variant="primary" loading={isRunning} disabled={due.length === 0} onClick={end}>
                {isPreview ? `End ${count}` : `Try ${count} again`}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error && <Alert type="error">{error}</Alert>}
        {isPreview && (
          <FormField
            label="Reason"
            description="For the audit log. Users are disconnected at once, and unsaved work is lost."
          >
            <Input
              value={reason}
              onChange={({ detail }) => setReason(detail.value)}
              placeholder="Maintenance of the fleet"
            />
          </FormField>
        )}
        <EndResults results={results} names={names} isRunning={isRunning} progress={progress} />
      </SpaceBetween>
    </Modal>
  );
}
