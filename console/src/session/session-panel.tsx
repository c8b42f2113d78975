import SplitPanel from '@cloudscape-design/components/split-panel';

/** A session in the split panel. */
export function SessionPanel({ id }: { readonly id: string }) {
  return <SplitPanel header="Session">{id}</SplitPanel>;
}
