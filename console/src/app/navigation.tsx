import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';
import { useViews } from './caller-context.ts';
import { settings } from './settings.ts';

const GRAPHIQL = {
  type: 'link',
  text: 'GraphiQL',
  href: '/graphql',
  external: true,
  externalIconAriaLabel: 'Opens in a new tab',
} as const;

/** Links to the views that the caller may see. */
export function Navigation() {
  const [path, navigate] = useLocation();
  const views = useViews();
  return (
    <SideNavigation
      activeHref={path === '/' ? '/sessions' : path}
      items={[
        ...views.map(({ path: href, title: text }) => ({ type: 'link' as const, text, href })),
        ...(settings.graphiql ? [{ type: 'divider' as const }, GRAPHIQL] : []),
      ]}
      onFollow={(event) => {
        if (event.detail.external) return;
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
}
