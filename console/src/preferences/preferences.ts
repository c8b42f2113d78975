import { useSyncExternalStore } from 'react';

/** Preferences of a person for all views, stored in the browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** IANA name, or `local`. */
  readonly timeZone: string;
  readonly density: 'comfortable' | 'compact';
  readonly pageSize: number;
  /** Columns of the table of sessions that are shown, in their order; those of the table itself if empty. */
  readonly columns: readonly { readonly id: string; readonly visible: boolean }[];
  /** Place of the panel of a session, if there is room for it. */
  readonly panel: 'side' | 'bottom';
  /** True to apply changes of a list as they come; false to keep its rows until they are asked for. */
  readonly follows: boolean;
}

const KEY = 'session-gateway.preferences';
const DEFAULTS: Preferences = {
  theme: 'system',
  timeZone: 'local',
  density: 'comfortable',
  pageSize: 50,
  columns: [],
  panel: 'side',
  follows: false,
};

let current = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    // Storage is not available, or holds something else.
    return DEFAULTS;
  }
}

export function setPreferences(changed: Partial<Preferences>): void {
  current = { ...current, ...changed };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // They last as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}
