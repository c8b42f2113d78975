import { useMemo, useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.ts';

/** Formats instants in the chosen time zone. */
export interface TimeFormat {
  /** Name of the zone: `Europe/Berlin`. */
  readonly zone: string;
  /** `2026-11-27 10:15:30`. */
  time(instant: string): string;
  /** The same with its zone, and in UTC: for tooltips. */
  full(instant: string): string;
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function useTimeFormat(): TimeFormat {
  const { timeZone } = usePreferences();
  return useMemo(() => timeFormat(timeZone === 'local' ? localZone() : timeZone), [timeZone]);
}

export function timeFormat(zone: string): TimeFormat {
  // Sweden's is the ISO order.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
  const time = (instant: string) => format.format(new Date(instant));
  return {
    zone,
    time,
    full: (instant) =>
      `${time(instant)} ${zone} (${new Date(instant).toISOString().replace('T', ' ').slice(0, 19)} UTC)`,
  };
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Formats a duration by its two largest units: `3 h 12 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 s';
  const parts: string[] = [];
  let rest = whole;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
}

const TICK_MS = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all ages that are shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Time of now in milliseconds, which advances every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.max(now, 0));
}
