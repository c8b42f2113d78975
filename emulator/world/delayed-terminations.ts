/** Ends of sessions that were accepted, and that the world shows in their own time. */
export interface DelayedTerminations {
  /** Does it now, or in a `step` from `dueAt` on. Milliseconds since the epoch. */
  add(end: () => void, dueAt: number, now: number): void;
  step(now: number): void;
}

export function createDelayedTerminations(): DelayedTerminations {
  let waiting: { readonly end: () => void; readonly dueAt: number }[] = [];
  return {
    add(end, dueAt, now) {
      if (dueAt <= now) end();
      else waiting.push({ end, dueAt });
    },
    step(now) {
      if (waiting.length === 0) return;
      const due = waiting.filter(({ dueAt }) => dueAt <= now);
      waiting = waiting.filter(({ dueAt }) => dueAt > now);
      for (const { end } of due) end();
    },
  };
}
