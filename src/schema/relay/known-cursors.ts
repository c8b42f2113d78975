/** The same edge with another node; its cursor is encoded when it is first asked for, and once however many aliases ask for it. */
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
