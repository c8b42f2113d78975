import { describe, expect } from 'vitest';
import {
  columnOf,
  openPage,
  type PageOptions,
  seen,
  startForPage,
  browserTest as test,
} from '../support/console-page.ts';
import { rowsOf, turnPages } from '../support/console-pager.ts';
import { consoleWorld } from '../support/console-world.ts';

/** A gateway whose live index is filled. */
async function start(path: string, preferences?: PageOptions['preferences']) {
  const gateway = await startForPage({ world: consoleWorld().world });
  const page = await openPage(new URL(path, gateway.url), preferences && { preferences });
  await seen(page.getByRole('grid', { name: 'Sessions' }));
  return { gateway, page };
}

describe('The list of sessions', () => {
  test('shows sessions of all services, the newest first, and counts them by status and service', async () => {
    const { page } = await start('/');
    expect(new URL(page.url()).pathname).toBe('/sessions');
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    await seen(rowsOf(page, '1–50 of 77'));
    const services = page.getByRole('group', { name: 'Sessions by service' }).getByRole('button');
    expect(await services.allInnerTexts()).toEqual([
      'AppStream 60',
      'Session Manager 8',
      'WorkSpaces Pools 6',
      'WorkSpaces Personal 3',
    ]);
    const statuses = page.getByRole('group', { name: 'Sessions by status' }).getByRole('button');
    expect(await statuses.allInnerTexts()).toEqual(['Connected 56', 'Disconnected 15', 'Ended 6']);
  });

  test('is sorted by the server, for all pages, and the order is in the URL', async () => {
    const { page } = await start('/sessions?service=APPSTREAM');
    // Its sticky copy lies above it, and takes the click.
    await page.getByRole('button', { name: 'User' }).first().click({ force: true });
    await expect.poll(() => new URL(page.url()).search).toContain('sort=user');
    await expect
      .poll(() => columnOf(page, 'User'))
      .toEqual(
        ['alice', 'bob', 'carol', 'dave', 'erin'].flatMap((name) =>
          Array(name === 'erin' ? 2 : 12).fill(`${name}@example.com`),
        ),
      );
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(() => columnOf(page, 'User')).toEqual(Array(10).fill('erin@example.com'));
    await seen(rowsOf(page, '51–60 of 60'));
  });

  test('turns its pages in both directions, and shows the numbers of the rows that are there all the time', async () => {
    const { page } = await start('/sessions?service=APPSTREAM', { pageSize: 25 });
    await turnPages(page, '1–25 of 60', [
      ['Next page', '26–50 of 60'],
      ['Next page', '51–60 of 60'],
      ['Previous page', '26–50 of 60'],
      ['Previous page', '1–25 of 60'],
      ['Next page', '26–50 of 60'],
      ['First page', '1–25 of 60'],
    ]);
    await page.goBack();
    await seen(rowsOf(page, '26–50 of 60'));
  });

  test('is filtered by counts, properties and a text, each of which is a link and goes back', async () => {
    const { page } = await start('/sessions');
    await page.getByRole('button', { name: 'Disconnected 15' }).click();
    await seen(page.getByRole('heading', { name: 'Sessions (15)' }));
    const search = page.getByRole('combobox', { name: 'Filter sessions' });
    await search.fill('alice');
    await search.press('Enter');
    await seen(page.getByRole('heading', { name: 'Sessions (3)' }));
    expect(new URL(page.url()).searchParams.toString()).toBe('status=DISCONNECTED&q=alice');
    await page.goBack();
    await seen(page.getByRole('heading', { name: 'Sessions (15)' }));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    await search.fill('User = ');
    await page.getByRole('option', { name: 'carol@example.com' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?user=carol%40example.com');
    await expect.poll(async () => [...new Set(await columnOf(page, 'User'))]).toEqual(['carol@example.com']);
  });

  test('that nothing matches says so, and offers to clear the filter', async () => {
    const { page } = await start('/sessions?q=no-such-text');
    await seen(page.getByText('No sessions match'));
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
  });

  test('begins on its first page where the cursor of a link is no longer valid', async () => {
    const { page } = await start('/sessions');
    await page.goto(new URL('/sessions?after=of-another-process&row=50', page.url()).href);
    await seen(page.getByText('INVALID_CURSOR'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(rowsOf(page, '1–50 of 77'));
  });

  test('is written to a CSV file as it is filtered, with all pages', async () => {
    const { page } = await start('/sessions?service=APPSTREAM');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const stream = await download.createReadStream();
    const text = (await stream.toArray()).join('');
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(61);
    expect(lines[0]).toMatch(/^user,service,resource,/);
    expect(lines[1]).toMatch(/^erin@example.com,APPSTREAM,design,Design,CONNECTED,/);
  });

  test('can be used by the keyboard alone', async () => {
    const { page } = await start('/sessions');
    await page.getByRole('checkbox', { name: 'Select all sessions of this page' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await seen(page.getByRole('button', { name: 'End session' }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await seen(page.getByRole('heading', { name: '@example.com' }));
  });

  test('stays where a link names no session: its panel says why, and is closed', async () => {
    const { page } = await start('/sessions?session=none');
    const panel = page.getByRole('region', { name: 'Session', exact: true });
    await seen(panel.getByText('INVALID_ID'));
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
  });
});
