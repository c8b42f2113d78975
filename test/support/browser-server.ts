import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the browser; null if there is none. */
    browser: string | null;
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts the browser that all tests of the console share. Vitest calls this once, before them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executablePath = process.env.CHROMIUM_PATH ?? NAMES.map(pathOf).find((path) => path !== '');
  if (!executablePath) {
    process.stdout.write(
      'Tests of the console in a browser are skipped: Chromium is not installed, or set CHROMIUM_PATH.\n',
    );
    project.provide('browser', null);
    return undefined;
  }
  // Root, as in a container, has no sandbox.
  const server = await chromium.launchServer({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}

/** Returns the path of a program; an empty text if it is not installed. */
function pathOf(name: string): string {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
