import { AppLink, pathTo } from './app-link.tsx';

/** Link to a user across the services. */
export function UserLink({ userName }: { readonly userName: string }) {
  return <AppLink to={pathTo('/users', { user: userName })}>{userName}</AppLink>;
}
