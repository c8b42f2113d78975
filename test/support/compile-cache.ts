const ROOT = new URL('../..', import.meta.url).pathname;

/** Folder of the compile cache, from the root. */
export const COMPILE_CACHE_PATH = 'node_modules/.cache/node-compile';
/** Takes half of the processor time of a start away: Node caches compiled code and stripped types. */
export const COMPILE_CACHE = `${ROOT}${COMPILE_CACHE_PATH}`;
