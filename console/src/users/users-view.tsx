import { useQueryState } from '../app/query-state.ts';
import { UserDetail } from './user-detail.tsx';
import { UserList } from './user-list.tsx';

/** Users with sessions, and one user across the services: the parameter `user`. */
export function UsersView() {
  const [params] = useQueryState();
  const userName = params.get('user');
  return userName ? <UserDetail key={userName} userName={userName} /> : <UserList />;
}
