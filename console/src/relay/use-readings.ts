import { useCallback, useDeferredValue, useEffect, useState } from 'react';

/** Readings of a query: `fetchKey` is passed to Relay, and shows the last answer until the next is there. */
export interface Readings {
  readonly fetchKey: number;
  readonly isLoading: boolean;
  readonly readAgain: () => void;
}

/**
 * Reads a query again on demand, and at an interval while the tab is seen.
 *
 * @param everyMs milliseconds; not by itself without it
 */
export function useReadings(everyMs?: number): Readings {
  const [wanted, setWanted] = useState(0);
  const fetchKey = useDeferredValue(wanted);
  const readAgain = useCallback(() => setWanted((count) => count + 1), []);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && readAgain(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, readAgain]);
  return { fetchKey, isLoading: wanted !== fetchKey, readAgain };
}
