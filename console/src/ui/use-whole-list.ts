import { useEffect } from 'react';

interface Paged {
  readonly hasNext: boolean;
  readonly isLoadingNext: boolean;
  readonly loadNext: (count: number) => unknown;
}

/** Most rows that a view holds; more are read on demand. */
const MAX_ROWS = 1_000;
/** Largest page of the gateway. */
const PAGE = 200;

/** Reads a list to its end, page by page, up to a thousand rows. */
export function useWholeList({ hasNext, isLoadingNext, loadNext }: Paged, rows: number): void {
  const isDue = hasNext && !isLoadingNext && rows < MAX_ROWS;
  useEffect(() => {
    if (isDue) loadNext(PAGE);
  }, [isDue, loadNext]);
}
