import type { ComponentType, LazyExoticComponent } from 'react';
import { SessionsView } from '../sessions/sessions-view.tsx';

/** One entry of the navigation. */
export interface View {
  readonly path: string;
  readonly title: string;
  /** OAuth scopes of which one is needed. */
  readonly scopes: readonly string[];
  readonly component: ComponentType | LazyExoticComponent<ComponentType>;
}

const SESSIONS = ['sessions:read', 'sessions:read:own'];

/** Views in the order of the navigation. All but the first are loaded when they are opened. */
export const VIEWS: readonly View[] = [
  { path: '/sessions', title: 'Sessions', scopes: SESSIONS, component: SessionsView },
];
