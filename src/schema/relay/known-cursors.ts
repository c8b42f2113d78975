/** Replaces the node of an edge. The cursor is encoded when it is first read, and once for all aliases. */
export function encodedOnce<Node>(edge: { readonly cursor: string }, node: Node) {
  let known: string | undefined;
  return {
    get cursor() {
      known ??= edge.cursor;
      return known;
    },
    node,
  };
}
