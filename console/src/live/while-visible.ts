/** A tab that has been hidden for this long holds no connection: browsers open six to a host. */
const HIDDEN_MS = 30_000;

/** Calls `pause` when the tab has been hidden for a while, and `resume` when it is seen again. */
export function whileVisible(pause: () => void, resume: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(pause, HIDDEN_MS);
    else resume();
  };
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', changed);
  };
}
