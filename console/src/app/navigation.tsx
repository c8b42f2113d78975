import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';
import { useCaller } from './caller-context.ts';
import { VIEWS, type View } from './views.ts';

/** Lists the views that the caller may see. */
export function visibleViews(scopes: ReadonlySet<string>): readonly View[] {
  return VIEWS.filter((view) => view.scopes.some((scope) => scopes.has(scope)));
}

export function Navigation() {
  const [path, navigate] = useLocation();
  const { scopes } = useCaller();
  const ownOnly: Readonly<Record<string, string>> = {
    ...(!scopes.has('sessions:read') && { '/sessions': 'My sessions' }),
    ...(!scopes.has('history:read') && { '/history': 'My history' }),
  };
  const textOf = ({ path: to, title }: View) => ownOnly[to] ?? title;
  return (
    <SideNavigation
      activeHref={path === '/' ? '/sessions' : path}
      items={[
        ...visibleViews(scopes).map((view) => ({ type: 'link' as const, text: textOf(view), href: view.path })),
        { type: 'divider' },
        {
          type: 'link',
          text: 'GraphiQL',
          href: '/graphql',
          external: true,
          externalIconAriaLabel: 'Opens in a new tab',
        },
      ]}
      onFollow={(event) => {
        if (event.detail.external) return;
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
}
