import Spinner from '@cloudscape-design/components/spinner';

/** Placeholder of what is being read. */
export function Loading() {
  return (
    <output aria-label="Loading">
      <Spinner size="large" />
    </output>
  );
}
