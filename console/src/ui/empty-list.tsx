import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** Content of a list without rows: nothing is there, or nothing matches. */
export function EmptyList({
  what,
  isFiltered,
  clear,
}: {
  readonly what: string;
  readonly isFiltered: boolean;
  readonly clear: () => void;
}) {
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="s">
        <b>{isFiltered ? `No ${what} match` : `No ${what}`}</b>
        {isFiltered && <Button onClick={clear}>Clear the filter</Button>}
      </SpaceBetween>
    </Box>
  );
}
