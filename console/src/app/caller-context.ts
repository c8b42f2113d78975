import { createContext, useContext } from 'react';
import { type Caller, mayChange, type WriteScope } from './caller.ts';
import { settings } from './settings.ts';
import { type VisibleView, visibleViews } from './views.ts';

export const CallerContext = createContext<Caller>({ name: null, scopes: new Set() });

export function useCaller(): Caller {
  return useContext(CallerContext);
}

/** True if the caller may change what needs a scope, and the gateway changes anything at all. */
export function useMay(scope: WriteScope): boolean {
  return mayChange(useCaller().scopes, scope, settings.mutations);
}

/** Views that the caller may see. */
export function useViews(): readonly VisibleView[] {
  return visibleViews(useCaller().scopes, settings.live);
}
