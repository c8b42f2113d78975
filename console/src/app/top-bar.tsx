import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useLocation } from 'wouter';
import { localZone } from '../preferences/format-time.ts';
import { type Preferences, setPreferences, usePreferences } from '../preferences/preferences.ts';
import { useCaller } from './caller-context.ts';

const THEMES: Readonly<Record<Preferences['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};
const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Sydney',
];

/** Title, theme, time zone and caller. */
export function TopBar({ signOut }: { readonly signOut: (() => void) | null }) {
  const [, navigate] = useLocation();
  const { name } = useCaller();
  return (
    <TopNavigation
      identity={{
        href: '/sessions',
        title: 'Session Gateway',
        onFollow: (event) => {
          event.preventDefault();
          navigate('/sessions');
        },
      }}
      utilities={[useZoneMenu(), useThemeMenu(), ...(name === null ? [] : [callerMenu(name, signOut)])]}
    />
  );
}

function useZoneMenu(): TopNavigationProps.Utility {
  const { timeZone } = usePreferences();
  const local = localZone();
  const zones = [...new Set(['UTC', ...ZONES, ...(timeZone === 'local' ? [] : [timeZone])])].filter(
    (zone) => zone !== local,
  );
  const items = [{ id: 'local', text: `Local: ${local}` }, ...zones.map((zone) => ({ id: zone, text: zone }))];
  return {
    type: 'menu-dropdown',
    iconName: 'calendar',
    text: timeZone === 'local' ? local : timeZone,
    ariaLabel: `Time zone: ${timeZone === 'local' ? local : timeZone}`,
    items: items.map((item) => ({ ...item, itemType: 'checkbox' as const, checked: item.id === timeZone })),
    onItemClick: ({ detail }) => setPreferences({ timeZone: detail.id }),
  };
}

function useThemeMenu(): TopNavigationProps.Utility {
  const { theme, density } = usePreferences();
  return {
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: 'Appearance',
    title: 'Appearance',
    items: [
      ...Object.entries(THEMES).map(([id, text]) => ({
        id,
        text,
        itemType: 'checkbox' as const,
        checked: id === theme,
      })),
      { id: 'density', text: 'Compact', itemType: 'checkbox' as const, checked: density === 'compact' },
    ],
    onItemClick: ({ detail: { id } }) => {
      if (id === 'density') setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' });
      else setPreferences({ theme: id as Preferences['theme'] });
    },
  };
}

function callerMenu(name: string, signOut: (() => void) | null): TopNavigationProps.Utility {
  return {
    type: 'menu-dropdown',
    iconName: 'user-profile',
    text: name,
    ariaLabel: `Account: ${name}`,
    items: signOut ? [{ id: 'out', text: 'Sign out' }] : [],
    onItemClick: () => signOut?.(),
  };
}
