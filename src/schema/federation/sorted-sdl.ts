import { type ASTNode, Kind, parse, print, visit } from 'graphql';

/** Sorts an SDL by name, like `lexicographicSortSchema` of graphql-js, which would drop the directives. */
export function sortedSdl(sdl: string): string {
  const document = visit(parse(sdl), {
    leave(node) {
      if (node.kind === Kind.DIRECTIVE || node.kind === Kind.LIST) return undefined;
      const lists = Object.entries(node).filter(([key, value]) => SORTED.has(key) && Array.isArray(value));
      return lists.length > 0
        ? { ...node, ...Object.fromEntries(lists.map(([key, list]) => [key, sorted(list)])) }
        : node;
    },
  });
  return `${print(document)}\n`;
}

/** Members that are sorted. Lists in arguments are not: their order may be significant. */
const SORTED: ReadonlySet<string> = new Set([
  'definitions',
  'interfaces',
  'directives',
  'fields',
  'arguments',
  'values',
]);

function sorted(nodes: readonly ASTNode[]): ASTNode[] {
  return [...nodes].sort((one, other) => {
    const [name, otherName] = [nameOf(one), nameOf(other)];
    return Number(name > otherName) - Number(name < otherName);
  });
}

/** Returns the sort key of a node: its name; the whole text of a directive, which may be repeated; empty without a name (`extend schema @link`). */
function nameOf(node: ASTNode): string {
  if (node.kind === Kind.DIRECTIVE) return print(node);
  return 'name' in node && node.name ? node.name.value : '';
}
