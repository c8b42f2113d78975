import { Time } from '../ui/times.tsx';
import type { Bounds } from './span-segments.ts';

/** Moment of which the time is known, or the bounds. */
export function Moment({ bounds }: { readonly bounds: Bounds | null | undefined }) {
  if (!bounds) return <>–</>;
  const { after, before } = bounds;
  if (after === before) return <Time instant={before} />;
  if (!after) {
    return (
      <>
        by <Time instant={before} />
      </>
    );
  }
  return (
    <>
      between <Time instant={after} /> and <Time instant={before} />
    </>
  );
}
