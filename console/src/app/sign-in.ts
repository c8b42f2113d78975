import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { showFlash } from './flashes.ts';
import type { SignInSettings } from './settings.ts';
import { setToken } from './token.ts';

/** Path to which the issuer sends the browser back. */
const RETURN_PATH = '/signedin';
const FLASH = 'sign-in';

/** Someone who has signed in. */
export interface SignedIn {
  readonly signOut: () => void;
}

/**
 * Signs in at the issuer, by authorization code with PKCE. Tokens are in memory only, so that a page that is loaded again goes to the
 * issuer again, which knows the browser.
 *
 * @returns null while the browser is on its way to the issuer
 * @throws Error if the issuer denies it, or does not answer
 */
export async function signIn(settings: SignInSettings): Promise<SignedIn | null> {
  const manager = managerOf(settings);
  const goToIssuer = () => manager.signinRedirect({ state: location.pathname + location.search });
  if (location.pathname !== RETURN_PATH) {
    await goToIssuer();
    return null;
  }
  const user = await manager.signinCallback().catch((error: Error) => {
    // Another try starts from a view.
    history.replaceState(null, '', '/');
    throw error;
  });
  history.replaceState(null, '', pathOf(user));
  setToken(user?.access_token ?? null);
  renew(manager, goToIssuer);
  return { signOut: () => void signOut(manager) };
}

function managerOf({ issuer, clientId, scopes, audience }: SignInSettings): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: location.origin + RETURN_PATH,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: scopes,
    ...(audience !== '' && { extraQueryParams: { audience } }),
    // Frames are not allowed: renewal takes a refresh token, or a visit to the issuer.
    automaticSilentRenew: false,
    monitorSession: false,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // Holds the verifier of PKCE, and no token, while the browser is at the issuer.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}

/** Returns the view that the browser left for the issuer. A path only: a link cannot make the console open another site. */
function pathOf(user: User | undefined): string {
  const path = typeof user?.state === 'string' ? user.state : '/';
  return /^\/(?![/\\])/.test(path) ? path : '/';
}

/** Renews the token shortly before it expires; without a refresh token asks the person to sign in again. */
function renew(manager: UserManager, goToIssuer: () => Promise<void>): void {
  const ask = () =>
    showFlash(FLASH, {
      type: 'warning',
      content: 'Your sign-in ends.',
      buttonText: 'Sign in again',
      onButtonClick: () => void goToIssuer(),
    });
  manager.events.addAccessTokenExpiring(async () => {
    const user = await manager.getUser();
    const renewed = user?.refresh_token ? await manager.signinSilent().catch(() => null) : null;
    if (renewed) setToken(renewed.access_token);
    else ask();
  });
  manager.events.addAccessTokenExpired(ask);
}

/** Forgets the token, and signs out at the issuer if that can be done. */
async function signOut(manager: UserManager): Promise<void> {
  setToken(null);
  const canSignOut = await manager.metadataService.getEndSessionEndpoint().catch(() => undefined);
  if (canSignOut) await manager.signoutRedirect();
  else {
    await manager.removeUser();
    location.replace('/signedout');
  }
}
