import { describe, expect } from 'vitest';
import { columnOf, openPage, seen, startForPage, browserTest as test } from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';
import { type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.ts';

const EVERYTHING = 'openid sessions:read sessions:terminate fleets:read fleets:write pools:write';

async function start(user: OidcIssuer['user'], path = '/sessions') {
  const issuer = await startOidcIssuer();
  issuer.user = user;
  const gateway = await startForPage({
    world: consoleWorld().world,
    authenticator: () => issuer.trusted(),
    config: { auth: 'jwt', consoleIssuer: issuer.url, consoleClientId: 'console', consoleOrigins: [] },
  });
  const page = await openPage(new URL(path, gateway.url), { expected: new RegExp(`^to ${issuer.url}/`) });
  return { issuer, gateway, page };
}

describe('With tokens', () => {
  test('one signs in at the issuer by code and PKCE, and is back at the view of the link', async () => {
    const { issuer, page } = await start({ name: 'admin@example.com', scopes: EVERYTHING }, '/sessions?service=SSM');
    await seen(page.getByRole('heading', { name: 'Sessions (8)' }));
    expect(new URL(page.url()).search).toBe('?service=SSM');
    expect(issuer.grants).toEqual(['authorization_code']);
    await seen(page.getByRole('button', { name: 'admin@example.com' }));
    // Neither a token nor a verifier outlives the page.
    expect(
      await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])),
    ).not.toContain('eyJ');
    await page.reload();
    await seen(page.getByRole('heading', { name: 'Sessions (8)' }));
    expect(issuer.grants).toEqual(['authorization_code', 'authorization_code']);
  });

  test('views and actions are those of the scopes', async () => {
    const { page } = await start({ name: 'reader@example.com', scopes: 'openid sessions:read' });
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Sessions', 'Users', 'Shells', 'Health', 'GraphiQL']);
    expect(await page.getByRole('button', { name: /^End session/ }).count()).toBe(0);
    await page.getByRole('row').nth(1).getByRole('link').click();
    await seen(page.getByText('Session id'));
    expect(await page.getByRole('region', { name: 'History' }).count()).toBe(0);
  });

  test('one who may read their own sessions only sees "My sessions", and no other user', async () => {
    const { page } = await start({ name: 'alice@example.com', scopes: 'openid sessions:read:own sessions:terminate' });
    await seen(page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'My sessions' }));
    await expect.poll(async () => [...new Set(await columnOf(page, 'User'))]).toEqual(['alice@example.com']);
    await seen(page.getByRole('button', { name: /^AppStream 12/ }));
  });

  test('a token is renewed before it ends, without another sign-in', async () => {
    const { issuer, page } = await start({ name: 'admin@example.com', scopes: EVERYTHING, expiresInS: 62 });
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    // Each token ends as soon, so that a slow machine sees the next renewal, too.
    await expect.poll(() => [...new Set(issuer.grants)]).toEqual(['authorization_code', 'refresh_token']);
    expect(issuer.grants.filter((grant) => grant === 'authorization_code')).toHaveLength(1);
  });

  test('one whom the issuer denies is told so, and may try again', async () => {
    const { issuer, page } = await start(null);
    await seen(page.getByText('access_denied'));
    issuer.user = { name: 'admin@example.com', scopes: EVERYTHING };
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
  });
});

test('A gateway that requires tokens, and names no issuer, says so in place of the console', async () => {
  const { url } = await startForPage({ config: { auth: 'jwt' } });
  const page = await openPage(new URL('/', url));
  await seen(page.getByText(/GATEWAY_CONSOLE_OIDC_ISSUER is not set/));
});
