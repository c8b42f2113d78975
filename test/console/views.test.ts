import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import {
  narrowViolationsOf,
  openPage,
  openView,
  seen,
  startForPage,
  browserTest as test,
  violationsOf,
} from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';

/** Each view by its path and its heading. */
const VIEWS = [
  ['/sessions', 'Sessions (77)'],
  ['/users', 'Users'],
  ['/users?user=alice@example.com', 'alice@example.com'],
  ['/fleets', 'Fleets (2)'],
  ['/pools', 'Pools (1)'],
  ['/shells', 'Shells (8)'],
  ['/shells?state=HISTORY', 'Shells (5)'],
  ['/sources', 'Health'],
] as const;

/** Rows are few: each takes its time, and all are alike. */
const FEW_ROWS = { pageSize: 5 };

describe('Every view', () => {
  test('and the panel of a session is accessible in light and in dark colours', async () => {
    const { url, query } = await startForPage({ world: consoleWorld().world });
    const { data } = await query('{ liveSessions(filter: { services: [APPSTREAM] }, first: 1) { nodes { id } } }');
    const page = await openPage(new URL('/sessions', url), { preferences: FEW_ROWS });
    const panel = `/pools?session=${encodeURIComponent(data.liveSessions.nodes[0].id)}`;
    for (const [path, heading] of [...VIEWS, [panel, 'AppStream']] as const) {
      await openView(page, path);
      await seen(page.getByRole('heading', { name: heading }).first());
      expect([path, await violationsOf(page)]).toEqual([path, []]);
    }
  });

  test('fits a phone: the page does not scroll sideways', async () => {
    const { url } = await startForPage({ world: consoleWorld().world });
    const viewport = { width: 390, height: 844 };
    const page = await openPage(new URL(VIEWS[0][0], url), { viewport, preferences: FEW_ROWS });
    for (const [path, heading] of VIEWS) {
      await openView(page, path);
      await seen(page.getByRole('heading', { name: heading }).first());
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width, await narrowViolationsOf(page)]).toEqual([path, 390, []]);
    }
  });

  test('is reached by the navigation, and the browser goes back', async () => {
    const { url } = await startForPage({ world: consoleWorld().world });
    const page = await openPage(new URL('/', url), { preferences: FEW_ROWS });
    const views = page.getByRole('navigation', { name: 'Views' });
    for (const name of ['Users', 'Fleets', 'Pools', 'Shells', 'Health']) {
      await views.getByRole('link', { name }).click();
      await seen(page.getByRole('heading', { name }).first());
    }
    await page.goBack();
    await seen(page.getByRole('heading', { name: 'Shells (8)' }));
    await expect.poll(() => page.title()).toBe('Shells – Session Gateway');
  });
});

/** Panel of a session of each service: its heading, and names of members. */
const PANELS = [
  ['APPSTREAM', 'AppStream', ['Fleet type', 'Always on', 'Authentication', 'Stack']],
  ['SSM', 'Session Manager', ['Target', 'Owner', 'Abandoned', 'Operating system']],
  ['WORKSPACES', 'WorkSpaces Pools', ['Pool', 'Ops', 'Running mode']],
  ['WORKSPACES_PERSONAL', 'WorkSpaces Personal', ['WorkSpace', 'Compute type']],
] as const;

test('The panel of a session of each service has what AWS says of it, and is a link', async () => {
  const { url, query } = await startForPage({ world: consoleWorld().world });
  const document =
    'query ($of: [SessionService!]) { liveSessions(filter: { services: $of }, first: 1) { nodes { id } } }';
  let page: Page | undefined;
  for (const [service, heading, texts] of PANELS) {
    const { data } = await query(document, { of: [service] });
    const path = `/sessions?session=${encodeURIComponent(data.liveSessions.nodes[0].id)}`;
    if (page) await openView(page, path);
    else page = await openPage(new URL(path, url), { preferences: FEW_ROWS });
    await seen(page.getByRole('heading', { name: heading, exact: true }));
    for (const text of texts) await seen(page.getByText(text, { exact: true }).first());
  }
});

test('Times are shown in the zone of the browser, or another that is chosen, with UTC beside them', async () => {
  const { url } = await startForPage({ world: consoleWorld().world });
  const page = await openPage(new URL('/sessions?service=APPSTREAM&sort=-started', url), { preferences: FEW_ROWS });
  const first = page.locator('tbody tr').first().locator('time').last();
  await expect.poll(() => first.innerText()).toBe('2026-11-02 09:59:00');
  expect(await first.getAttribute('title')).toBe('2026-11-02 09:59:00 Europe/Berlin (2026-11-02 08:59:00 UTC)');
  await page.getByRole('button', { name: 'Time zone' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Asia/Tokyo' }).click();
  await expect.poll(() => first.innerText()).toBe('2026-11-02 17:59:00');
  await page.reload();
  await expect.poll(() => first.innerText()).toBe('2026-11-02 17:59:00');
});
