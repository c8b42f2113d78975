import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useDeferredValue } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { userListQuery } from '../__generated__/userListQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { useReadings } from '../relay/use-readings.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { ListHeader } from '../ui/list-header.tsx';
import { UserLink } from '../ui/user-link.tsx';

const EVERY_MS = 10_000;

/** The users with most sessions, or those that a text finds. The server searches. */
export function UserList() {
  const [params, change] = useQueryState();
  const readings = useReadings(EVERY_MS);
  const find = params.get('find') ?? '';
  const search = useDeferredValue(find.trim().slice(0, 200));
  const { liveSessions } = useLazyLoadQuery<userListQuery>(
    graphql`
      query userListQuery($filter: LiveSessionFilter) {
        liveSessions(filter: $filter, first: 0) {
          totalCount
          facet(by: USER, first: 200) {
            otherCount
            values {
              value
              count
            }
          }
        }
      }
    `,
    { filter: search === '' ? {} : { search } },
    { fetchKey: readings.fetchKey, fetchPolicy: 'store-and-network' },
  );
  if (!liveSessions) throw new Error('The users could not be read.');
  const { values, otherCount } = liveSessions.facet;
  const users = values.flatMap(({ value, count }) => (value ? [{ userName: value, count }] : []));
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={users}
      trackBy="userName"
      ariaLabels={{ tableLabel: 'Users' }}
      columnDefinitions={[
        {
          id: 'user',
          header: 'User',
          isRowHeader: true,
          cell: ({ userName }) => <UserLink userName={userName} />,
        },
        {
          id: 'sessions',
          header: 'Sessions',
          cell: ({ userName, count }) => <AppLink to={pathTo('/sessions', { user: userName })}>{count}</AppLink>,
        },
      ]}
      empty={<EmptyList what="users" isFiltered={find !== ''} clear={() => change({ find: null }, true)} />}
      footer={
        otherCount > 0 &&
        `${otherCount.toLocaleString('en')} sessions of other users: type a part of a name to find them.`
      }
      header={
        <ListHeader
          title="Users"
          counter={`(${users.length}${otherCount > 0 ? '+' : ''})`}
          description="Users with sessions now, most sessions first."
          {...readings}
        />
      }
      filter={
        <TextFilter
          filteringText={find}
          filteringAriaLabel="Find users"
          filteringPlaceholder="Find users by name, instance or resource"
          onChange={({ detail }) => change({ find: detail.filteringText || null }, true)}
        />
      }
    />
  );
}
