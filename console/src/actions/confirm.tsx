import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';

interface Props {
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
  /** Does it. Returns what the caller can fix, or null where it is done. @throws Error for anything else */
  readonly run: () => Promise<string | null>;
  readonly close: () => void;
}

/** Asks before something is done that disturbs people, and says why it was not done. */
export function Confirm({ title, action, children, run, close }: Props) {
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const go = async () => {
    setIsRunning(true);
    const result = await run().catch((error: Error) => error.message);
    setIsRunning(false);
    setProblem(result);
    if (result === null) close();
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={isRunning} onClick={() => void go()}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {problem && <Alert type="error">{problem}</Alert>}
        <div>{children}</div>
      </SpaceBetween>
    </Modal>
  );
}
