import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../test/support/chromium.ts';
import { measureTab } from '../../test/support/tab-figures.ts';
import { startConsoleServer } from './console-server.ts';

export interface MemoryOptions {
  readonly minutes: number;
  /** Changes a second. */
  readonly rate: number;
  /** True to apply changes of the list as they come. */
  readonly follows: boolean;
}

const SESSIONS = 1_000;
const COMMIT_MS = 250;
const MINUTE_MS = 60_000;

/** Shows a list of changing sessions for minutes, and prints what the tab holds after a garbage collection in each. */
export async function memory({ minutes, rate, follows }: MemoryOptions): Promise<void> {
  const server = await startConsoleServer(SESSIONS);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(
      (value) => localStorage.setItem('session-gateway.preferences', value),
      JSON.stringify({ follows }),
    );
    await page.goto(new URL('/sessions', server.url).href);
    await page.getByText('Live', { exact: true }).waitFor();
    const tab = await measureTab(page);
    print('minute', 'changes', 'heap MB', 'nodes', 'listeners', 'ids');
    let changes = 0;
    for (let minute = 0; ; minute += 1) {
      const { heapBytes, nodes, listeners } = await tab.figures();
      print(minute, changes, (heapBytes / 1e6).toFixed(2), nodes, listeners, await tab.sessionIds());
      if (minute === minutes) return;
      for (const until = performance.now() + MINUTE_MS; performance.now() < until; ) {
        const count = Math.round((rate * COMMIT_MS) / 1_000);
        await server.commit(count);
        changes += count;
        await sleep(COMMIT_MS);
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

function print(...cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(10)).join('')}\n`);
}
