import '@cloudscape-design/global-styles/index.css';
import './app/console.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { readCaller } from './app/caller.ts';
import { settings } from './app/settings.ts';
import type { SignedIn } from './app/sign-in.ts';
import { StartFailure } from './app/start-failure.tsx';

const root = createRoot(document.getElementById('root') as HTMLElement, {
  // `ErrorScreen` shows it.
  onCaughtError: () => {},
});

/** Signs in where the gateway needs it. Returns undefined while the browser is on its way to the issuer. */
async function signedIn(): Promise<SignedIn | null | undefined> {
  if (settings.authentication === 'none') return null;
  if (!settings.signIn) throw new Error('There is no way to sign in: GATEWAY_CONSOLE_OIDC_ISSUER is not set.');
  if (location.pathname === '/signedout') throw new Error('You are signed out.');
  const { signIn } = await import('./app/sign-in.ts');
  return (await signIn(settings.signIn)) ?? undefined;
}

async function start(): Promise<void> {
  try {
    const user = await signedIn();
    if (user === undefined) return;
    root.render(<App caller={await readCaller()} signOut={user?.signOut ?? null} />);
  } catch (error) {
    const retry = () => {
      if (location.pathname === '/signedout') history.replaceState(null, '', '/');
      void start();
    };
    root.render(<StartFailure error={error as Error} retry={retry} />);
  }
}

void start();
