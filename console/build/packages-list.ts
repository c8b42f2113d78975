import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/** Path of the package of a module: `node_modules/react`, as lock files have it. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Writes `packages.json`, the packages that have a module in the build: they belong into the software bill of materials. */
export function packagesList(root: string, folder: string): Plugin {
  return {
    name: 'packages-list',
    apply: 'build',
    writeBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const paths = modules.flatMap((id) => PACKAGE.exec(relative(root, id))?.[0] ?? []);
      writeFileSync(join(folder, 'packages.json'), JSON.stringify([...new Set(paths)].sort(), null, 2));
    },
  };
}
