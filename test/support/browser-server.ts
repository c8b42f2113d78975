import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumPath } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the browser; null if there is none. */
    browser: string | null;
  }
}

/** Starts the browser that all tests of the console share. Vitest calls this once, before them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executablePath = chromiumPath();
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
