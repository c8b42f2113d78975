/** Accepted terminations that take effect later. */
export interface DelayedTerminations {
  /** Runs `terminate` now if it is due, otherwise in the first `step` from `dueAt` on. Milliseconds since the epoch. */
  add(terminate: () => void, dueAt: number, now: number): void;
  step(now: number): void;
}

export function createDelayedTerminations(): DelayedTerminations {
  let waiting: { readonly terminate: () => void; readonly dueAt: number }[] = [];
  return {
    add(terminate, dueAt, now) {
      if (dueAt <= now) terminate();
      else waiting.push({ terminate, dueAt });
    },
    step(now) {
      if (waiting.length === 0) return;
      const due = waiting.filter(({ dueAt }) => dueAt <= now);
      waiting = waiting.filter(({ dueAt }) => dueAt > now);
      for (const { terminate } of due) terminate();
    },
  };
}
