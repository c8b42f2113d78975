import ProgressBar from '@cloudscape-design/components/progress-bar';

/** Used part of what is there: `12 of 20`. */
export function Capacity({
  used,
  total,
  what,
}: {
  readonly used: number | null | undefined;
  readonly total: number | null | undefined;
  readonly what: string;
}) {
  if (total === null || total === undefined) return <>–</>;
  const inUse = used ?? 0;
  return (
    <ProgressBar
      ariaLabel={`${inUse} of ${total} ${what} in use`}
      value={total === 0 ? 0 : Math.min(100, Math.round((100 * inUse) / total))}
      additionalInfo={`${inUse} of ${total} ${what}`}
    />
  );
}
