import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useSyncExternalStore } from 'react';

export type Flash = FlashbarProps.MessageDefinition;

let flashes: readonly Flash[] = [];
const listeners = new Set<() => void>();

/** Shows a message above every view, or replaces the one with this id; null removes it. */
export function showFlash(id: string, flash: Omit<Flash, 'id'> | null): void {
  const others = flashes.filter((each) => each.id !== id);
  if (flash === null && others.length === flashes.length) return;
  const closable = { dismissible: true, dismissLabel: 'Dismiss', onDismiss: () => showFlash(id, null) };
  flashes = flash ? [{ ...closable, ...flash, id }, ...others] : others;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useFlashes(): readonly Flash[] {
  return useSyncExternalStore(subscribe, () => flashes);
}
