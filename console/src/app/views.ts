import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { SessionsView } from '../sessions/sessions-view.tsx';
import { settings } from './settings.ts';

/** One entry of the navigation. */
export interface View {
  readonly path: string;
  readonly title: string;
  /** OAuth scopes of which one is needed. */
  readonly scopes: readonly string[];
  /** True for a view that needs live sessions. */
  readonly isLive?: boolean;
  readonly component: ComponentType | LazyExoticComponent<ComponentType>;
}

const SESSIONS = ['sessions:read', 'sessions:read:own'];
const ALL_SESSIONS = ['sessions:read'];
const FLEETS = ['fleets:read'];

/** Views in the order of the navigation. All but the first are loaded when they are opened. */
const ALL: readonly View[] = [
  { path: '/sessions', title: 'Sessions', scopes: SESSIONS, isLive: true, component: SessionsView },
  {
    path: '/users',
    title: 'Users',
    scopes: ALL_SESSIONS,
    isLive: true,
    component: lazy(async () => ({ default: (await import('../users/users-view.tsx')).UsersView })),
  },
  {
    path: '/fleets',
    title: 'Fleets',
    scopes: FLEETS,
    component: lazy(async () => ({ default: (await import('../fleets/fleets-view.tsx')).FleetsView })),
  },
  {
    path: '/pools',
    title: 'Pools',
    scopes: FLEETS,
    component: lazy(async () => ({ default: (await import('../pools/pools-view.tsx')).PoolsView })),
  },
  {
    path: '/shells',
    title: 'Shells',
    scopes: SESSIONS,
    component: lazy(async () => ({ default: (await import('../shells/shells-view.tsx')).ShellsView })),
  },
  {
    path: '/history',
    title: 'History',
    scopes: ['history:read', 'history:read:own'],
    component: lazy(async () => ({ default: (await import('../history/history-view.tsx')).HistoryView })),
  },
  {
    path: '/usage',
    title: 'Usage',
    scopes: ['usage:read'],
    component: lazy(async () => ({ default: (await import('../usage/usage-view.tsx')).UsageView })),
  },
  {
    path: '/sources',
    title: 'Health',
    scopes: SESSIONS,
    isLive: true,
    component: lazy(async () => ({ default: (await import('../sources/sources-view.tsx')).SourcesView })),
  },
];

export const VIEWS = ALL.filter(({ isLive }) => !isLive || settings.live);
