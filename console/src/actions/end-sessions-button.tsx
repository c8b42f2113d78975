import Button from '@cloudscape-design/components/button';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../app/caller-context.ts';

const EndSessions = lazy(async () => ({ default: (await import('./end-sessions.tsx')).EndSessions }));

interface Props {
  readonly ids: readonly string[];
  /** Names by ids, for sessions that are over: AWS does not list them any more. */
  readonly names?: ReadonlyMap<string, string>;
  /** Called after sessions were ended. */
  readonly done: () => void;
}

/** Opens the dialog that ends sessions; nothing for callers who may not. */
export function EndSessionsButton({ ids, names, done }: Props) {
  const mayEnd = useMay('sessions:terminate');
  const [ending, setEnding] = useState<readonly string[] | null>(null);
  if (!mayEnd) return null;
  return (
    <>
      <Button disabled={ids.length === 0} onClick={() => setEnding(ids)}>
        {ids.length > 1 ? `End ${ids.length} sessions` : 'End session'}
      </Button>
      {ending && (
        <Suspense>
          <EndSessions
            ids={ending}
            names={names}
            close={(hasEnded) => {
              setEnding(null);
              if (hasEnded) done();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
