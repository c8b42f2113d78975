import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

/**
 * Builds the console after `npm ci` and `npm install`. Skipped where there is nothing to build it with: `npm ci --omit=dev`, or a folder
 * with package.json alone, as in a stage of an image.
 */
const root = new URL('..', import.meta.url).pathname;
const isInstalled = existsSync(`${root}node_modules/vite`) && existsSync(`${root}node_modules/relay-compiler`);

if (isInstalled) execFileSync('npm', ['run', '-s', 'build', '-w', 'console'], { cwd: root, stdio: 'inherit' });
else process.stdout.write('The console is not built: development dependencies are not installed.\n');
