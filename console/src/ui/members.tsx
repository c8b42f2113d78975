import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

/** Member of an AWS shape: its label, and its value; null and undefined are shown as a dash. */
export type Member = readonly [label: string, value: ReactNode];

/** Members of an object in columns. */
export function Members({ members, columns = 3 }: { readonly members: readonly Member[]; readonly columns?: number }) {
  return (
    <KeyValuePairs
      columns={columns}
      minColumnWidth={190}
      items={members.map(([label, value]) => ({
        label,
        value: value === null || value === undefined || value === '' ? '–' : value,
      }))}
    />
  );
}
