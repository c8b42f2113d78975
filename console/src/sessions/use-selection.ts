import { useState } from 'react';
import type { SessionEdge } from './session-columns.tsx';

/** Selected sessions of a page: those of another page are not selected any more. */
export function useSelection(edges: readonly SessionEdge[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    selected: edges.filter(({ node }) => ids.has(node.id)),
    select: (selected: readonly SessionEdge[]) => setIds(new Set(selected.map(({ node }) => node.id))),
  };
}
