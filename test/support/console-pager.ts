import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { seen } from './console-page.ts';

/** Numbers of the rows that a page of the list has, as the pager shows them. */
export function rowsOf(page: Page, rows: string): Locator {
  return page.getByText(rows, { exact: true });
}

/** Watches the pager of a page. @returns a function that returns what it has shown, one after the other */
async function watchPager(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const texts: string[] = [];
    const note = () => {
      const text = document.querySelector('[aria-label="Pages"]')?.textContent?.trim();
      if (text && text !== texts.at(-1)) texts.push(text);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    note();
    Object.assign(globalThis, { shownByPager: texts });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shownByPager: readonly string[] }).shownByPager);
}

/**
 * Turns pages of a list by the buttons of its pager, which shows the numbers of the rows that are there, and none in between.
 *
 * @param first numbers of the rows that are shown at first
 * @param turns name of each button, and numbers of the rows behind it
 */
export async function turnPages(page: Page, first: string, turns: readonly (readonly [string, string])[]) {
  await seen(rowsOf(page, first));
  const shown = await watchPager(page);
  for (const [name, rows] of turns) {
    await page.getByRole('button', { name }).click();
    await seen(rowsOf(page, rows));
  }
  expect(await shown()).toEqual([first, ...turns.map(([, rows]) => rows)]);
}
