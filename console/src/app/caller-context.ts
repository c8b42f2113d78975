import { createContext, useContext } from 'react';
import type { Caller } from './caller.ts';
import { settings } from './settings.ts';

export const CallerContext = createContext<Caller>({ name: null, scopes: new Set() });

export function useCaller(): Caller {
  return useContext(CallerContext);
}

/** True if the caller may change what needs a scope, and the gateway changes anything at all. */
export function useMay(scope: string): boolean {
  return useCaller().scopes.has(scope) && settings.mutations;
}
