import type { CruelListOptions } from './cruel-list.ts';

type ListOptions = Omit<CruelListOptions, 'clock' | 'id' | 'toSession'>;

/** A list of so many sessions, in which nothing happens but what a test does. */
export function steadyList(sessions: number, overrides: Partial<ListOptions> = {}): ListOptions {
  return { sessions, pageLength: 50, latencyMs: 100, tokens: 'rank', mischief: [], ...overrides };
}
