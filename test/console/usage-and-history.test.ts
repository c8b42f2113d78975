import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  columnOf,
  openPage,
  openView,
  type PageOptions,
  seen,
  startForPage,
  browserTest as test,
  violationsOf,
} from '../support/console-page.ts';
import { turnPages } from '../support/console-pager.ts';
import { consoleWorld } from '../support/console-world.ts';
import { startOidcIssuer } from '../support/oidc-issuer.ts';
import { iso, type PastSession, recordId, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { buildWorld } from '../support/world.ts';

const ALICE = 'alice@example.com';
/** Six users of one fleet at the same time, and one of the other, who had started before. The fourth hour was not observed. */
const SESSIONS: readonly PastSession[] = [
  ...Array.from({ length: 6 }, (_, number) => ({ user: `user-${number}@example.com`, from: 1, to: 2 })),
  { user: ALICE, from: -5, to: 2.5, fleet: 'office', connected: [[0.5, 1.5]] },
];
const WINDOW = `from=${iso(0)}&to=${iso(4)}`;
const USAGE = `/usage?${WINDOW}&service=APPSTREAM`;
const HISTORY = `/history?${WINDOW}`;
const RECORD = `${HISTORY}&session=${recordId(6)}`;

let history: StoreFolder;
beforeAll(async () => {
  history = await sharedHistory(SESSIONS, [[0, 3]]);
});
afterAll(() => history.remove());

/** A gateway that has a history, and does not read sessions now. */
async function open(path: string, options: PageOptions = {}) {
  const gateway = await startForPage({
    world: buildWorld().world,
    live: 'off',
    environment: { GATEWAY_STORE: history.store },
  });
  return openPage(new URL(path, gateway.url), options);
}

/** Lines of the file that the page saves. */
async function csvOf(page: Page): Promise<readonly string[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  return (await (await download.createReadStream()).toArray()).join('').trim().split('\r\n');
}

describe('The view of usage', () => {
  test('shows all measures of each series, and of each hour how much was observed; a CSV file has them, too', async () => {
    const page = await open(`${USAGE}&by=resource`);
    await seen(page.getByText('75 % of this time was observed.'));
    for (const [column, values] of [
      ['Resource', ['design', 'office']],
      ['Peak concurrent', ['6', '1']],
      ['Peak connected', ['0', '1']],
      ['Started', ['6', '0']],
      ['Users', ['6', '1']],
      ['Session hours', ['6', '2.5']],
      ['Connected hours', ['0', '1']],
      ['Observed', ['75 %', '75 %']],
    ] as const)
      expect([column, await columnOf(page, column)]).toEqual([column, values]);
    const point = page.getByRole('slider');
    const textAt = async (...keys: readonly string[]) => {
      for (const key of keys) await point.press(key);
      return point.getAttribute('aria-valuetext');
    };
    expect(await textAt('Home')).toBe('9 Nov 2026, 00:00 – 01:00 UTC, Observed, design 0, office 1');
    expect(await textAt('ArrowRight')).toBe('9 Nov 2026, 01:00 – 02:00 UTC, Observed, design 6, office 1');
    expect(await textAt('End')).toBe('9 Nov 2026, 03:00 – 04:00 UTC, Not observed, design –, office –');
    // Beside it, in the chosen zone.
    await seen(page.getByText('9 Nov 2026, 04:00 – 05:00', { exact: true }));
    expect(await violationsOf(page)).toEqual([]);
    const lines = await csvOf(page);
    expect(lines).toHaveLength(9);
    expect(lines[2]).toBe(`${iso(1)},${iso(2)},design,6,0,6,6,6,0,1`);
    expect(lines[4]).toBe(`${iso(3)},${iso(4)},design,0,0,0,0,0,0,0`);
  });

  test('has every choice in the URL, goes back, and names the services that were not observed', async () => {
    const page = await open(`/usage?${WINDOW}`);
    await seen(page.getByText('18 % of this time was observed.'));
    await page.getByRole('button', { name: 'Coverage by service and location' }).click();
    await seen(page.getByText('75 %', { exact: true }));
    await page.getByTestId('users').click();
    await seen(page.getByRole('heading', { name: 'Users', exact: true }));
    await page.getByRole('button', { name: /^By/ }).click();
    await page.getByRole('option', { name: 'Resource' }).click();
    await expect.poll(() => columnOf(page, 'Resource')).toEqual(['design', 'office']);
    expect(new URL(page.url()).searchParams.get('measure')).toBe('users');
    expect(new URL(page.url()).searchParams.get('by')).toBe('resource');
    await page.goBack();
    await expect.poll(() => columnOf(page, 'Sessions')).toEqual(['All sessions']);
  });

  test('says so where nothing was recorded, and why where no history is kept', async () => {
    const page = await open('/usage?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
    await seen(page.getByText('Nothing was recorded in this time'));
    const without = await startForPage({ world: buildWorld().world, environment: { GATEWAY_HISTORY_DAYS: '0' } });
    const other = await openPage(new URL('/usage', without.url));
    await seen(other.getByText('No history is kept: GATEWAY_HISTORY_DAYS is 0'));
    await seen(other.getByText('SERVICE_DISABLED'));
  });
});

describe('The view of history', () => {
  test('lists records in the order of a column, filtered by a link, with how much was observed', async () => {
    const page = await open(`${HISTORY}&sort=user`);
    await seen(page.getByRole('heading', { name: 'Records (7)' }));
    expect((await columnOf(page, 'User')).slice(0, 2)).toEqual([ALICE, 'user-0@example.com']);
    const search = page.getByRole('combobox', { name: 'Filter history' });
    await search.fill('ali');
    await search.press('Enter');
    await seen(page.getByRole('heading', { name: 'Records (1)' }));
    expect(new URL(page.url()).searchParams.get('q')).toBe('ali');
    expect(await columnOf(page, 'Duration')).toEqual(['7 h 30 min']);
    await openView(page, `${HISTORY}&longer=2`);
    await seen(page.getByRole('heading', { name: 'Records (1)' }));
    await openView(page, `${HISTORY}&reason=EXPIRED`);
    await seen(page.getByText('No sessions match'));
  });

  test('turns its pages in both directions', async () => {
    const page = await open(HISTORY, { preferences: { pageSize: 3 } });
    await turnPages(page, '1–3 of 7', [
      ['Next page', '4–6 of 7'],
      ['Next page', '7–7 of 7'],
      ['Previous page', '4–6 of 7'],
      ['Previous page', '1–3 of 7'],
    ]);
  });

  test('opens a record: its bounds, its statuses, and why it ended', async () => {
    const page = await open(RECORD);
    const facts = page.getByRole('region', { name: 'History' });
    await seen(facts.getByText('No longer listed'));
    expect(await facts.getByText('7 h 30 min').count()).toBe(1);
    expect(await page.getByRole('list', { name: 'Statuses' }).innerText()).toBe(
      'Connected: began 2026-11-09 01:30:00, ended 2026-11-09 02:30:00',
    );
    expect(await violationsOf(page)).toEqual([]);
  });
});

test('Usage and history fit a phone: the page does not scroll sideways', async () => {
  const page = await open(`${USAGE}&by=resource`, { viewport: { width: 390, height: 844 } });
  for (const [path, heading] of [
    [USAGE, 'Usage'],
    [HISTORY, 'Records (7)'],
  ] as const) {
    await openView(page, path);
    await seen(page.getByRole('heading', { name: heading }).first());
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
  }
});

test('One who may read their own history only sees that, and no usage', async () => {
  const issuer = await startOidcIssuer();
  issuer.user = { name: ALICE, scopes: 'openid history:read:own' };
  const gateway = await startForPage({
    world: buildWorld().world,
    live: 'off',
    environment: { GATEWAY_STORE: history.store },
    authenticator: () => issuer.trusted(),
    config: { auth: 'jwt', consoleIssuer: issuer.url, consoleClientId: 'console', consoleOrigins: [] },
  });
  const page = await openPage(new URL(HISTORY, gateway.url), { expected: new RegExp(`^to ${issuer.url}/`) });
  await seen(page.getByRole('heading', { name: 'Records (1)' }));
  expect(await columnOf(page, 'User')).toEqual([ALICE]);
  const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
  expect(await links.allInnerTexts()).toEqual(['My history', 'GraphiQL']);
});

test('A user has sessions now and before; each opens its record, and from there the live session with the same history', async () => {
  const { url, query } = await startForPage({ world: consoleWorld().world });
  await query('{ liveSessions(first: 0) { totalCount } }');
  const page = await openPage(new URL('/users?user=alice@example.com', url));
  await seen(page.getByRole('heading', { name: /^Now and before \(1\d\)$/ }));
  await page.getByRole('table', { name: 'Now and before' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Live session' }).click();
  await seen(page.getByRole('button', { name: 'End session' }).last());
  await seen(page.getByRole('region', { name: 'History' }).getByText('Connected for'));
});
