import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { changedParams, useQueryState } from '../app/query-state.ts';

/** Link that opens a session or a record beside the view. */
export function SessionLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const [params, change] = useQueryState();
  return (
    <Link
      href={`?${changedParams(params, { session: id })}`}
      onFollow={(event) => {
        event.preventDefault();
        change({ session: id });
      }}
    >
      {children}
    </Link>
  );
}
