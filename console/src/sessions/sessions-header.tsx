import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { LiveSessionFilter } from '../__generated__/sessionsViewQuery.graphql.ts';
import type { ListChanges } from '../live/list-changes.ts';
import { ListStatus } from './list-status.tsx';
import { SessionActions } from './session-actions.tsx';
import type { SessionEdge } from './session-columns.tsx';

interface Props {
  readonly total: number;
  readonly changes: ListChanges;
  readonly asOf: string;
  readonly selected: readonly SessionEdge[];
  readonly filter: LiveSessionFilter;
  readonly isLoading: boolean;
  readonly readAgain: () => void;
}

/** Heading of the list: how many sessions match, how old they are, what can be done. */
export function SessionsHeader({ total, changes, asOf, selected, filter, isLoading, readAgain }: Props) {
  const names = new Map(selected.map(({ node }) => [node.id, node.user?.userName ?? node.sessionId]));
  return (
    <Header
      variant="h1"
      counter={`(${total.toLocaleString('en')})`}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel="Read again" loading={isLoading} onClick={readAgain} />
          <SessionActions selected={names} filter={filter} done={readAgain} />
        </SpaceBetween>
      }
      description={<ListStatus changes={changes} asOf={asOf} readAgain={readAgain} />}
    >
      Sessions
    </Header>
  );
}
