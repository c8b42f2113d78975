import { execFileSync } from 'node:child_process';
import process from 'node:process';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Returns the path of an installed Chromium, or `CHROMIUM_PATH`; undefined if there is none. */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH ?? NAMES.map(pathOf).find((path) => path !== '');
}

/** Returns the path of a program; an empty text if it is not installed. */
function pathOf(name: string): string {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
