import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { SessionsView } from '../sessions/sessions-view.tsx';
import type { ViewPath } from './views.ts';

/** Components of the views. All but the first are loaded when they are opened. */
export const VIEW_COMPONENTS: Readonly<Record<ViewPath, ComponentType | LazyExoticComponent<ComponentType>>> = {
  '/sessions': SessionsView,
  '/users': lazy(async () => ({ default: (await import('../users/users-view.tsx')).UsersView })),
  '/fleets': lazy(async () => ({ default: (await import('../fleets/fleets-view.tsx')).FleetsView })),
  '/pools': lazy(async () => ({ default: (await import('../pools/pools-view.tsx')).PoolsView })),
  '/shells': lazy(async () => ({ default: (await import('../shells/shells-view.tsx')).ShellsView })),
  '/history': lazy(async () => ({ default: (await import('../history/history-view.tsx')).HistoryView })),
  '/usage': lazy(async () => ({ default: (await import('../usage/usage-view.tsx')).UsageView })),
  '/sources': lazy(async () => ({ default: (await import('../sources/sources-view.tsx')).SourcesView })),
};
