import { relative } from 'node:path';
import type { Plugin } from 'vite';

const TAG = /\bgraphql`\s*(?:query|mutation|subscription|fragment)\s+(\w+)[^`]*`/g;

/** Replaces each `graphql` tag by an import of the artifact that relay-compiler has written for it. */
export function relayTags(artifacts: string): Plugin {
  return {
    name: 'relay-tags',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes('graphql`')) return undefined;
      const names = new Set<string>();
      const body = code.replaceAll(TAG, (_tag, name: string) => {
        names.add(name);
        return `artifact_${name}`;
      });
      const imports = [...names].map((name) => `import artifact_${name} from '${pathTo(artifacts, id, name)}';`);
      // On one line, so that line numbers in stacks stay.
      return { code: `${imports.join(' ')} ${body}`, map: null };
    },
  };
}

function pathTo(artifacts: string, id: string, name: string): string {
  const path = relative(id.slice(0, id.lastIndexOf('/')), `${artifacts}/${name}.graphql.ts`);
  return path.startsWith('.') ? path : `./${path}`;
}
