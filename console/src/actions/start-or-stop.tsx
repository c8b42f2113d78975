import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useRelayEnvironment } from 'react-relay/hooks';
import type { IEnvironment } from 'relay-runtime';
import { problemOf, type UserErrors } from '../relay/commit.ts';
import { Confirm } from './confirm.tsx';

/** Fleet or pool that is started and stopped. */
export interface Startable {
  readonly kind: 'fleet' | 'pool';
  readonly name: string;
  readonly state: string | null | undefined;
  /** Sessions that end when it stops. */
  readonly sessions: number;
  start(environment: IEnvironment): Promise<UserErrors>;
  stop(environment: IEnvironment): Promise<UserErrors>;
}

interface Props {
  /** Null while none is selected. */
  readonly target: Startable | null;
  readonly done: () => void;
}

/** Starts and stops a fleet or a pool after a confirmation. */
export function StartOrStop({ target, done }: Props) {
  const [chosen, setChosen] = useState<'start' | 'stop' | null>(null);
  const close = () => {
    setChosen(null);
    done();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={target?.state !== 'STOPPED'} onClick={() => setChosen('start')}>
        Start
      </Button>
      <Button disabled={target?.state !== 'RUNNING'} onClick={() => setChosen('stop')}>
        Stop
      </Button>
      {chosen && target && <ConfirmOne target={target} action={chosen} close={close} />}
    </SpaceBetween>
  );
}

interface ConfirmProps {
  readonly target: Startable;
  readonly action: 'start' | 'stop';
  readonly close: () => void;
}

function ConfirmOne({ target, action, close }: ConfirmProps) {
  const environment = useRelayEnvironment();
  const { kind, name, sessions } = target;
  const verb = action === 'start' ? 'Start' : 'Stop';
  return (
    <Confirm
      title={`${verb} ${name}`}
      action={`${verb} ${kind}`}
      run={async () => problemOf(await target[action](environment))}
      close={close}
    >
      {action === 'start'
        ? `The ${kind} takes sessions once it is running. What runs costs money.`
        : `${sessions} ${sessions === 1 ? 'session ends' : 'sessions end'} at once, and unsaved work is lost. The ${kind} takes no sessions until it is started.`}
    </Confirm>
  );
}
