import AppLayout from '@cloudscape-design/components/app-layout';
import Flashbar from '@cloudscape-design/components/flashbar';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { AppLink } from '../ui/app-link.tsx';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import { Loading } from '../ui/loading.tsx';
import { useViews } from './caller-context.ts';
import { useFlashes } from './flashes.ts';
import { Navigation } from './navigation.tsx';
import { useQueryState } from './query-state.ts';
import { VIEW_COMPONENTS } from './view-components.ts';
import type { VisibleView } from './views.ts';

const SessionPanel = lazy(async () => ({ default: (await import('../session/session-panel.tsx')).SessionPanel }));

const LABELS = {
  navigation: 'Views',
  navigationToggle: 'Open the views',
  navigationClose: 'Close the views',
  notifications: 'Messages',
};

/** Layout of every view: navigation, messages, and the session of the parameter `session` in a split panel. */
export function Shell() {
  const [params, change] = useQueryState();
  const flashes = useFlashes();
  const [path] = useLocation();
  const [navigationOpen, setNavigationOpen] = useState(() => matchMedia('(min-width: 1000px)').matches);
  const session = params.get('session');
  useTitle(path);
  const { panel } = usePreferences();
  return (
    <AppLayout
      ariaLabels={LABELS}
      headerSelector="#top"
      toolsHide
      navigation={<Navigation />}
      navigationOpen={navigationOpen}
      navigationWidth={220}
      onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
      notifications={<Flashbar items={[...flashes]} stackItems={flashes.length > 3} />}
      stickyNotifications
      contentType="table"
      splitPanelPreferences={{ position: panel }}
      onSplitPanelPreferencesChange={({ detail }) => setPreferences({ panel: detail.position })}
      splitPanelOpen={session !== null}
      onSplitPanelToggle={({ detail }) => detail.open || change({ session: null })}
      splitPanel={
        session === null ? undefined : (
          <Suspense>
            <SessionPanel id={session} />
          </Suspense>
        )
      }
      content={
        <ErrorScreen key={path}>
          <Suspense fallback={<Loading />}>
            <Views />
          </Suspense>
        </ErrorScreen>
      }
    />
  );
}

/** Names the view in the title of the page, for tabs, the history and screen readers. */
function useTitle(path: string): void {
  const title = useViews().find((view) => view.path === path)?.title;
  useEffect(() => {
    document.title = title ? `${title} – Session Gateway` : 'Session Gateway';
  }, [title]);
}

function Views() {
  const views = useViews();
  return (
    <Switch>
      {views.map(({ path }) => (
        <Route key={path} path={path} component={VIEW_COMPONENTS[path]} />
      ))}
      <Route path="/">
        <Redirect to={`${views[0]?.path ?? '/nothing'}${location.search}`} replace />
      </Route>
      <Route>
        <NoView first={views[0]} />
      </Route>
    </Switch>
  );
}

/** Content of a path that is no view, or none that the caller may see. */
function NoView({ first }: { readonly first: VisibleView | undefined }) {
  if (!first) return <Header variant="h1">Your token allows nothing that the console shows.</Header>;
  return (
    <SpaceBetween size="s">
      <Header variant="h1">There is no such view, or your token does not allow it.</Header>
      <AppLink to={first.path}>{first.title}</AppLink>
    </SpaceBetween>
  );
}
