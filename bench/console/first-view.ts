import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../../test/support/chromium.ts';
import { median } from '../support/figures.ts';
import { startConsoleServer } from './console-server.ts';
import { firstList, nextList, type StepTimes, watchPage } from './watch-page.ts';

export interface ViewOptions {
  readonly runs: number;
  readonly sessions: number;
}

/** Sessions of the table that is compared with: one page. */
const ONE_PAGE = 50;

/** No round begins later than this after the start, save one; the figures are those of the rounds until then. Milliseconds. */
const LONGEST_MS = 170_000;

/** Steps of a visit. */
const STEPS = {
  'sort by user': '?sort=user',
  'sort by status': '?sort=status',
  'filter by status': '?status=CONNECTED',
  'filter by region': '?region=eu-west-1',
  search: '?q=anna',
} as const;

const FIRST = 'first view, from the first byte';
type Step = keyof typeof STEPS | typeof FIRST;
type Times = Readonly<Record<Step, StepTimes>>;

/** Measures visits of a large table and of one of a single page in turn, and prints medians, maxima and their ratio. Milliseconds. */
export async function firstView({ runs, sessions }: ViewOptions): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  const servers = [await startConsoleServer(sessions), await startConsoleServer(ONE_PAGE)] as const;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
  const visits: [Times[], Times[]] = [[], []];
  try {
    // One more, which warms the servers and the browser.
    for (let run = 0; run <= runs && (run < 2 || performance.now() < until); run += 1) {
      for (const [index, server] of servers.entries()) {
        const times = await visit(browser, new URL('/sessions', server.url));
        if (run > 0) visits[index as 0 | 1].push(times);
      }
    }
  } finally {
    await browser.close();
    for (const server of servers) await server.stop();
  }
  report(visits, sessions);
}

function report([large, small]: readonly [Times[], Times[]], sessions: number): void {
  print(
    `medians of ${large.length} rounds, ms`,
    `${sessions.toLocaleString('en')} sessions`,
    'at most',
    'of it answer',
    `${ONE_PAGE} sessions`,
    'of it answer',
    'ratio',
  );
  for (const step of [FIRST, ...Object.keys(STEPS)] as Step[]) {
    const valuesOf = (visits: readonly Times[], part: keyof StepTimes) => visits.map((times) => times[step][part]);
    const shown = valuesOf(large, 'shown');
    const compared = median(valuesOf(small, 'shown'));
    print(
      step,
      whole(median(shown)),
      whole(Math.max(...shown)),
      whole(median(valuesOf(large, 'answer'))),
      whole(compared),
      whole(median(valuesOf(small, 'answer'))),
      (median(shown) / compared).toFixed(2),
    );
  }
}

async function visit(browser: Browser, url: URL): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await watchPage(page);
    await page.goto(url.href);
    const times: Record<string, StepTimes> = { [FIRST]: await firstList(page) };
    for (const [step, search] of Object.entries(STEPS)) times[step] = await nextList(page, search);
    return times as Times;
  } finally {
    await context.close();
  }
}

const whole = (value: number): string => String(Math.round(value));

function print(what: string, ...cells: readonly string[]): void {
  process.stdout.write(`${what.padEnd(34)}${cells.map((cell) => cell.padStart(18)).join('')}\n`);
}
