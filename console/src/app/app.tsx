import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { RelayEnvironmentProvider } from 'react-relay/hooks';
import { useTheme } from '../preferences/use-theme.ts';
import { environment } from '../relay/environment.ts';
import type { Caller } from './caller.ts';
import { CallerContext } from './caller-context.ts';
import { Shell } from './shell.tsx';
import { TopBar } from './top-bar.tsx';

/** The console of a caller. */
export function App({ caller, signOut }: { readonly caller: Caller; readonly signOut: (() => void) | null }) {
  useTheme();
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <CallerContext value={caller}>
        <RelayEnvironmentProvider environment={environment}>
          <div id="top">
            <TopBar signOut={signOut} />
          </div>
          <Shell />
        </RelayEnvironmentProvider>
      </CallerContext>
    </I18nProvider>
  );
}
