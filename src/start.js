// The one file without types: it enables the cache that spares removing them.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Keeps compiled code and stripped types for the next start. Beside the packages, which only their owner can write, because
// whoever writes this folder decides what is executed. Node ignores a folder that it cannot write; NODE_COMPILE_CACHE replaces
// it, and NODE_DISABLE_COMPILE_CACHE=1 disables it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url)));

await import('./main.ts');
