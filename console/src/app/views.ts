/** View of the console, as the navigation lists it. */
export interface View {
  readonly path: string;
  readonly title: string;
  /** OAuth scopes of which one is needed. */
  readonly scopes: readonly string[];
  /** True for a view that needs live sessions. */
  readonly isLive?: boolean;
  /** Title for callers who see their own sessions only, and the scope that they lack. */
  readonly own?: { readonly title: string; readonly unless: string };
}

const SESSIONS = ['sessions:read', 'sessions:read:own'];
const FLEETS = ['fleets:read'];

/** Views in the order of the navigation. */
export const VIEWS = [
  {
    path: '/sessions',
    title: 'Sessions',
    scopes: SESSIONS,
    isLive: true,
    own: { title: 'My sessions', unless: 'sessions:read' },
  },
  { path: '/users', title: 'Users', scopes: ['sessions:read'], isLive: true },
  { path: '/fleets', title: 'Fleets', scopes: FLEETS },
  { path: '/pools', title: 'Pools', scopes: FLEETS },
  { path: '/shells', title: 'Shells', scopes: SESSIONS },
  {
    path: '/history',
    title: 'History',
    scopes: ['history:read', 'history:read:own'],
    own: { title: 'My history', unless: 'history:read' },
  },
  { path: '/usage', title: 'Usage', scopes: ['usage:read'] },
  { path: '/sources', title: 'Health', scopes: SESSIONS, isLive: true },
] as const satisfies readonly View[];

export type ViewPath = (typeof VIEWS)[number]['path'];

/** View with the title that its caller sees. */
export interface VisibleView {
  readonly path: ViewPath;
  readonly title: string;
}

/** Lists the views that a caller may see. @param isLive false where live sessions are off */
export function visibleViews(scopes: ReadonlySet<string>, isLive: boolean): readonly VisibleView[] {
  return (VIEWS as readonly (View & { readonly path: ViewPath })[])
    .filter((view) => (isLive || !view.isLive) && view.scopes.some((scope) => scopes.has(scope)))
    .map(({ path, title, own }) => ({ path, title: own && !scopes.has(own.unless) ? own.title : title }));
}
