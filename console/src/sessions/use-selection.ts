import { useCallback, useMemo, useState } from 'react';
import type { SessionEdge } from './session-columns.tsx';

/** Selected sessions of a page: those of another page are not selected any more. */
export function useSelection(edges: readonly SessionEdge[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(() => edges.filter(({ node }) => ids.has(node.id)), [edges, ids]);
  const select = useCallback(
    (sessions: readonly SessionEdge[]) => setIds(new Set(sessions.map(({ node }) => node.id))),
    [],
  );
  return { selected, select };
}
