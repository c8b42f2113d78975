import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useEffect } from 'react';
import { showFlash } from '../app/flashes.ts';
import type { Connection } from '../live/follow-changes.ts';
import { describeChanges, type ListChanges } from '../live/list-changes.ts';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { Time } from '../ui/times.tsx';

const SHOWN: Readonly<Record<Connection, readonly [StatusIndicatorProps.Type, string]>> = {
  connecting: ['loading', 'Connecting'],
  live: ['success', 'Live'],
  broken: ['warning', 'Reconnecting'],
  paused: ['stopped', 'Paused'],
};

/** State of a list: its connection, its age, and what entered and left since it was read. */
export function ListStatus({
  changes,
  asOf,
  readAgain,
}: {
  readonly changes: ListChanges;
  readonly asOf: string;
  readonly readAgain: () => void;
}) {
  const { follows } = usePreferences();
  const [type, text] = SHOWN[changes.connection];
  useBrokenBanner(changes.connection === 'broken');
  const news = describeChanges(changes);
  return (
    <SpaceBetween direction="horizontal" size="m" alignItems="center">
      <StatusIndicator type={type}>{text}</StatusIndicator>
      <span>
        As of <Time instant={changes.asOf ?? asOf} />
      </span>
      <Toggle checked={follows} onChange={({ detail }) => setPreferences({ follows: detail.checked })}>
        Follow
      </Toggle>
      {news && !follows && (
        <Button variant="inline-link" onClick={readAgain}>
          Show {news}
        </Button>
      )}
    </SpaceBetween>
  );
}

const BROKEN = 'connection';
/** A connection that is back sooner is not worth a message. Milliseconds. */
const BROKEN_MS = 2_000;

/** Says above the view that what is shown gets old, and that nothing is lost. */
function useBrokenBanner(isBroken: boolean): void {
  useEffect(() => {
    if (!isBroken) return;
    const content =
      'The gateway does not answer: the list is as it was. It goes on where it stopped, and nothing is lost.';
    const timer = setTimeout(() => showFlash(BROKEN, { type: 'warning', loading: true, content }), BROKEN_MS);
    return () => {
      clearTimeout(timer);
      showFlash(BROKEN, null);
    };
  }, [isBroken]);
}
