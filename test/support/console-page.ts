import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { TestGatewayOptions } from './gateway.ts';
import { startWired, type WiredGateway } from './http-gateway.ts';

/** Runs where there is a browser; `browser-server.ts` says why it does not. */
export const browserTest = test.runIf(inject('browser') !== null);

/** Ends what hangs. Milliseconds. */
const TIMEOUT_MS = Number(process.env.PAGE_TIMEOUT_MS ?? 30_000);

/**
 * Port of the gateways of this process, one after the other: the browser keeps files by their origin, and the code that it compiled of
 * them, which is most of the work of opening a page. Below those that systems hand out.
 */
const PORT = 20_000 + (process.pid % 10_000);

/** Starts a gateway without authentication, as `npm start` does. */
export function startForPage(options: TestGatewayOptions): Promise<WiredGateway> {
  return startWired({ ...options, config: { auth: 'none', ...options.config } }, PORT);
}

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Errors that a test causes, such as those of a gateway that is away. */
  readonly expected?: RegExp;
  /** Settings that a person has made before. */
  readonly preferences?: Readonly<Record<string, unknown>>;
}

/** Pages that no test has; a test gets one of them, which holds nothing of the test before. */
const free: Page[] = [];

/**
 * Opens the console 1280 pixels wide, in a page without storage. When the test has finished, the console of the browser must hold no
 * error, a violation of the content security policy included, and no request may have gone to another origin.
 *
 * @param url with the path of a view
 */
export async function openPage(url: string | URL, options: PageOptions = {}): Promise<Page> {
  const { expected, preferences, viewport = { width: 1280, height: 800 } } = options;
  const page = free.pop() ?? (await newPage());
  await page.setViewportSize(viewport);
  await beginAnew(page, new URL(url), preferences);
  const problems: string[] = [];
  const note = (problem: string) => expected?.test(problem) || problems.push(problem);
  // The browser asks for this one where a file that is no page is opened, as above.
  const isOurs = (address: string) => !address.endsWith('/favicon.ico');
  page.on('console', (message) => {
    if (message.type() === 'error' && isOurs(message.location().url)) note(message.text());
  });
  page.on('pageerror', (error) => note(error.message));
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) note(`to ${request.url()}`);
  });
  onTestFinished(async () => {
    await page.goto('about:blank');
    page.removeAllListeners();
    free.push(page);
    expect(problems).toEqual([]);
  });
  await page.goto(String(url));
  return page;
}

async function newPage(): Promise<Page> {
  const browser = await chromium.connect(inject('browser') ?? '');
  const context = await browser.newContext({
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  return context.newPage();
}

/** Removes what the test before has stored, and stores settings. */
async function beginAnew(page: Page, url: URL, preferences: PageOptions['preferences']): Promise<void> {
  await page.context().clearCookies();
  // A file of the origin that runs no script.
  await page.goto(new URL('/icon.svg', url).href);
  await page.evaluate((value) => {
    for (const storage of [localStorage, sessionStorage]) storage.clear();
    if (value) localStorage.setItem('session-gateway.preferences', value);
  }, preferences && JSON.stringify(preferences));
}

/** Opens another view as a link within the page does. */
export function openView(page: Page, path: string): Promise<void> {
  return page.evaluate((to) => history.pushState(null, '', to), path);
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

/** Violations of accessibility of a page in light and in dark colours, each with the elements that have it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const isDark = page.locator('body.awsui-dark-mode');
  const light = await axe(page).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  await seen(isDark);
  // Colours are all that differs in the dark.
  const dark = await axe(page).withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  await gone(isDark);
  return [...light.violations, ...dark.violations].map(described);
}

/** Writes a violation with the elements that have it. */
function described({ id, nodes }: { readonly id: string; readonly nodes: readonly { readonly html: string }[] }) {
  return `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`;
}

/** Violations of accessibility that a narrow page may have: of parts that scroll there, or are there twice. */
export async function narrowViolationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await axe(page).withRules(['scrollable-region-focusable', 'landmark-unique']).analyze();
  return violations.map(described);
}

function axe(page: Page): AxeBuilder {
  // Its own copies of the style sheets, a megabyte, serve a rule about the orientation of the screen; descriptions of what is well, and a
  // page of its own for joining the results of frames, which the console has not, are most of its work.
  return new AxeBuilder({ page }).options({ preload: false, resultTypes: ['violations'] }).setLegacyMode();
}

/** Texts of a column of the table of a page. */
export async function columnOf(page: Page, header: string): Promise<readonly string[]> {
  const headers = await page.locator('table').first().locator('thead th').allInnerTexts();
  const index = headers.findIndex((text) => text.trim() === header) + 1;
  const cells = await page.locator(`tbody tr > :nth-child(${index})`).allInnerTexts();
  return cells.map((text) => text.trim());
}
