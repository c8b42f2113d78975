import Box from '@cloudscape-design/components/box';
import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryState } from '../app/query-state.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { FIRST_PAGE } from './session-page.ts';

interface Props {
  readonly info: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null | undefined;
    readonly endCursor: string | null | undefined;
  };
  /** Rows in front of the page that is shown, when it was turned to. */
  readonly offset: number;
  readonly shown: number;
  readonly total: number;
}

/** Turns the pages of a list by cursors. The numbers of its rows are those of when the page was turned to. */
export function Pager({ info, offset, shown, total }: Props) {
  const [, change] = useQueryState();
  const { pageSize } = usePreferences();
  const start = info.hasPreviousPage ? offset : 0;
  const first = () => change(FIRST_PAGE);
  const next = () => change({ before: null, after: info.endCursor ?? null, row: String(start + shown) });
  const previous = () =>
    change({ after: null, before: info.startCursor ?? null, row: String(Math.max(0, start - pageSize)) });
  const format = (count: number) => count.toLocaleString('en');
  return (
    // A table on a phone has it twice, and landmarks have to be unique.
    <fieldset className="plain-group" aria-label="Pages">
      <SpaceBetween direction="horizontal" size="xxs" alignItems="center">
        <PageButton icon="angle-left-double" label="First page" isThere={info.hasPreviousPage} turn={first} />
        <PageButton icon="angle-left" label="Previous page" isThere={info.hasPreviousPage} turn={previous} />
        <Box color="text-body-secondary">
          {shown === 0 ? '0' : `${format(start + 1)}–${format(start + shown)}`} of {format(total)}
        </Box>
        <PageButton icon="angle-right" label="Next page" isThere={info.hasNextPage} turn={next} />
      </SpaceBetween>
    </fieldset>
  );
}

interface PageButtonProps {
  readonly icon: NonNullable<ButtonProps['iconName']>;
  readonly label: string;
  readonly isThere: boolean;
  readonly turn: () => void;
}

function PageButton({ icon, label, isThere, turn }: PageButtonProps) {
  return <Button variant="icon" iconName={icon} ariaLabel={label} disabled={!isThere} onClick={turn} />;
}
