// The one file without types: it sets what has to be set before any other file is loaded.
import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// Keeps compiled code and stripped types for the next start. Beside the packages, which only their owner can write, because
// whoever writes this folder decides what is executed. Node ignores a folder that it cannot write; NODE_COMPILE_CACHE replaces
// it, and NODE_DISABLE_COMPILE_CACHE=1 disables it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url)));

// graphql-js checks for a second copy of itself with each type that it meets, unless this is set before it is loaded.
process.env.NODE_ENV ??= 'production';

await import('./main.ts');
