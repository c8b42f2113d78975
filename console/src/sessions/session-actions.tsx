import type { LiveSessionFilter } from '../__generated__/sessionsViewQuery.graphql.ts';

interface Props {
  readonly selected: readonly string[];
  readonly filter: LiveSessionFilter;
  readonly done: () => void;
}

/** What can be done with sessions. */
export function SessionActions(_props: Props) {
  return null;
}
