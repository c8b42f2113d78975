import './usage.css';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useCaller } from '../app/caller-context.ts';
import { useQueryState } from '../app/query-state.ts';
import { filterOf } from '../sessions/session-filter.ts';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import { Loading } from '../ui/loading.tsx';
import { choiceOf, usageWindow } from './usage-choice.ts';
import { UsageControls } from './usage-controls.tsx';
import { usageFilter } from './usage-filter.ts';
import { UsageReport } from './usage-report.tsx';

/** Use of sessions over time: how many at once, how many started, for how long. Every choice is in the URL. */
export function UsageView() {
  const [params] = useQueryState();
  const seesNames = useCaller().scopes.has('history:read');
  const choice = choiceOf(params);
  const [now, setNow] = useState(() => Date.now());
  const text = JSON.stringify({
    filter: { ...usageWindow(choice, now), ...filterOf(params, usageFilter(seesNames)) },
    interval: choice.interval,
    by: choice.by === null ? null : [choice.by],
    isSplit: choice.by !== null,
  });
  const wanted = useMemo(() => ({ text, now }), [text, now]);
  // What is shown stays until what is wanted is there.
  const shown = useDeferredValue(wanted);
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description="As far as sessions were observed: what was not observed is not zero.">
        Usage
      </Header>
      <UsageControls choice={choice} isLoading={shown !== wanted} readAgain={() => setNow(Date.now())} />
      <Suspense fallback={<Loading />}>
        <ErrorScreen key={`${shown.now} ${shown.text}`}>
          <UsageReport text={shown.text} now={shown.now} />
        </ErrorScreen>
      </Suspense>
    </SpaceBetween>
  );
}
