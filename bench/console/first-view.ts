import process from 'node:process';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../test/support/chromium.ts';
import { median } from '../support/figures.ts';
import { startConsoleServer } from './console-server.ts';

export interface ViewOptions {
  readonly runs: number;
  readonly sessions: number;
}

/** Sessions of the table that is compared with: one page. */
const ONE_PAGE = 50;

/** Steps of a visit, each of which shows other rows. */
const STEPS = {
  'sort by user': '?sort=user',
  'sort by status': '?sort=status',
  'filter by status': '?status=CONNECTED',
  'filter by region': '?region=eu-west-1',
  search: '?q=anna',
} as const;

const FIRST = 'first view, from the first byte';
type Step = keyof typeof STEPS | typeof FIRST;
type Times = Readonly<Record<Step, number>>;

/** Measures visits of a large table and of one of a single page in turn, and prints medians, maxima and their ratio. Milliseconds. */
export async function firstView({ runs, sessions }: ViewOptions): Promise<void> {
  const servers = [await startConsoleServer(sessions), await startConsoleServer(ONE_PAGE)] as const;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
  const visits: [Times[], Times[]] = [[], []];
  try {
    // One more, which warms the servers and the browser.
    for (let run = 0; run <= runs; run += 1) {
      for (const [index, server] of servers.entries()) {
        const times = await visit(browser, new URL('/sessions', server.url));
        if (run > 0) visits[index as 0 | 1].push(times);
      }
    }
  } finally {
    await browser.close();
    for (const server of servers) await server.stop();
  }
  print('', `${sessions.toLocaleString('en')} sessions`, 'at most', `${ONE_PAGE} sessions`, 'ratio');
  for (const step of [FIRST, ...Object.keys(STEPS)] as Step[]) {
    const [large, small] = visits.map((times) => times.map((each) => each[step])) as [number[], number[]];
    const ratio = (median(large) / median(small)).toFixed(2);
    print(step, whole(median(large)), whole(Math.max(...large)), whole(median(small)), ratio);
  }
}

async function visit(browser: Browser, url: URL): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchRows);
    await page.goto(url.href);
    const times: Record<string, number> = { [FIRST]: await sinceFirstByte(page) };
    for (const [step, search] of Object.entries(STEPS)) times[step] = await sinceChange(page, search);
    return times as Times;
  } finally {
    await context.close();
  }
}

/** Notes in the page when its rows were painted last; `rows` are their texts. */
function watchRows(): void {
  const shown = { rows: '', at: 0 };
  Object.assign(window, { shown });
  const look = () => {
    const rows = document.querySelector('tbody')?.innerText ?? '';
    if (rows !== shown.rows && /@|session/.test(rows)) Object.assign(shown, { rows, at: performance.now() });
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

type Watched = Window & { readonly shown: { readonly rows: string; readonly at: number } };

async function sinceFirstByte(page: Page): Promise<number> {
  await page.waitForFunction(() => (window as unknown as Watched).shown.rows !== '');
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return (window as unknown as Watched).shown.at - (navigation?.responseStart ?? 0);
  });
}

/** Opens another state of the view, as a click on it does, and waits for its rows. */
async function sinceChange(page: Page, search: string): Promise<number> {
  const { before, since } = await page.evaluate((to) => {
    const { rows: before } = (window as unknown as Watched).shown;
    const since = performance.now();
    history.pushState(null, '', to);
    return { before, since };
  }, search);
  await page.waitForFunction((rows) => (window as unknown as Watched).shown.rows !== rows, before);
  return page.evaluate((from) => (window as unknown as Watched).shown.at - from, since);
}

const whole = (value: number): string => String(Math.round(value));

function print(what: string, ...cells: readonly string[]): void {
  process.stdout.write(`${what.padEnd(34)}${cells.map((cell) => cell.padStart(18)).join('')}\n`);
}
