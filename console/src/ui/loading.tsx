import Spinner from '@cloudscape-design/components/spinner';

/** What stands where something is being read. */
export function Loading() {
  return (
    <output aria-label="Loading">
      <Spinner size="large" />
    </output>
  );
}
