import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { TestGatewayOptions } from './gateway.ts';
import { startWired, type WiredGateway } from './http-gateway.ts';

/** Runs where there is a browser; `browser-server.ts` says why it does not. */
export const browserTest = test.runIf(inject('browser') !== null);

/** Ends what hangs. Milliseconds. */
const TIMEOUT_MS = Number(process.env.PAGE_TIMEOUT_MS ?? 30_000);

let browser: Promise<Browser> | undefined;

/** Starts a gateway without authentication, as `npm start` does. */
export function startForPage(options: TestGatewayOptions): Promise<WiredGateway> {
  return startWired({ ...options, config: { auth: 'none', ...options.config } });
}

export interface PageOptions extends BrowserContextOptions {
  /** Errors that a test causes, such as those of a gateway that is away. */
  readonly expected?: RegExp;
  /** Settings that a person has made before. */
  readonly preferences?: Readonly<Record<string, unknown>>;
}

/**
 * Opens a page of the console in a fresh profile, 1280 pixels wide. When the test has finished, the console of the browser must hold no
 * error, a violation of the content security policy included, and no request may have gone to another origin.
 *
 * @param url with the path of a view
 */
export async function openPage(url: string | URL, options: PageOptions = {}): Promise<Page> {
  const { expected, preferences, ...contextOptions } = options;
  browser ??= chromium.connect(inject('browser') ?? '');
  const context = await (await browser).newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...contextOptions,
  });
  if (preferences) {
    const text = JSON.stringify(preferences);
    await context.addInitScript((value) => localStorage.setItem('session-gateway.preferences', value), text);
  }
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  const note = (problem: string) => expected?.test(problem) || problems.push(problem);
  page.on('console', (message) => message.type() === 'error' && note(message.text()));
  page.on('pageerror', (error) => note(error.message));
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) note(`to ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(String(url));
  return page;
}

/** Interval at which a page is looked at. Milliseconds. */
const LOOK_MS = 40;

/** Waits until a page shows an element. */
export async function seen(locator: Locator): Promise<void> {
  await expect
    .poll(() => locator.isVisible(), { interval: LOOK_MS, timeout: TIMEOUT_MS, message: `${locator} is shown` })
    .toBe(true);
}

/** Waits until a page does not have an element. */
export async function gone(locator: Locator): Promise<void> {
  await expect.poll(() => locator.count(), { interval: LOOK_MS, message: `${locator} is gone` }).toBe(0);
}

/**
 * Violations of accessibility of a page, each with the elements that have it.
 *
 * @param rules of axe; all by default
 */
export async function violationsOf(page: Page, rules?: string[]): Promise<readonly string[]> {
  // Its own copies of the style sheets, a megabyte, serve a rule about the orientation of the screen.
  const builder = new AxeBuilder({ page }).options({ preload: false });
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Texts of a column of the table of a page. */
export async function columnOf(page: Page, header: string): Promise<readonly string[]> {
  const headers = await page.locator('table').first().locator('thead th').allInnerTexts();
  const index = headers.findIndex((text) => text.trim() === header) + 1;
  const cells = await page.locator(`tbody tr > :nth-child(${index})`).allInnerTexts();
  return cells.map((text) => text.trim());
}
