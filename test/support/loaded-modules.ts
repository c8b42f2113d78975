import { type Running, runIn } from './process.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Prints the URL of each module that the main thread loads, ES module or CommonJS. */
const PRINT_MODULES = `
import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) registerHooks({ load(url, context, next) { writeSync(2, url + '\\n'); return next(url, context); } });`;

/** A running gateway that reports the modules that its main thread loads. */
export interface Reporting extends Running {
  readonly url: string;
  /** Packages and own files (`src/…`) that are loaded so far, each once, sorted. */
  loaded(): readonly string[];
}

/** Starts the gateway; resolves once it is ready. */
export async function startReporting(environment: Readonly<Record<string, string>>): Promise<Reporting> {
  const hook = `data:text/javascript,${encodeURIComponent(PRINT_MODULES)}`;
  const program = runIn(ROOT, ['--import', hook, 'src/main.ts'], { PORT: '0', ...environment });
  let printed = '';
  program.child.stderr?.on('data', (chunk) => {
    printed += String(chunk);
  });
  const { url } = JSON.parse(await program.line(/"url":/)) as { url: string };
  await program.line(/"msg":"ready"/);
  return { ...program, url, loaded: () => [...new Set(printed.split('\n').flatMap(nameOf))].sort() };
}

function nameOf(url: string): string[] {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (name) return [name];
  return url.includes(ROOT) ? [url.slice(url.indexOf(ROOT) + ROOT.length)] : [];
}
