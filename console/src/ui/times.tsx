import { formatDuration, useNow, useTimeFormat } from '../preferences/format-time.ts';

/** Instant in the chosen time zone; the tooltip has it in UTC, too. */
export function Time({ instant }: { readonly instant: string | null | undefined }) {
  const { time, full } = useTimeFormat();
  if (!instant) return <>–</>;
  return (
    <time dateTime={instant} title={full(instant)}>
      {time(instant)}
    </time>
  );
}

/** Age of an instant, which grows while it is shown. */
export function Since({ instant, isExact = true }: { readonly instant: string; readonly isExact?: boolean }) {
  const { full } = useTimeFormat();
  const seconds = (useNow() - Date.parse(instant)) / 1_000;
  return (
    <time dateTime={instant} title={`${isExact ? '' : 'Seen '}${full(instant)}`}>
      {isExact ? '' : '≥ '}
      {formatDuration(seconds)}
    </time>
  );
}
