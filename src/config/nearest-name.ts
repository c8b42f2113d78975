/**
 * Returns the name with the fewest edits to a given one, at most a third of its length; undefined if there is none. The
 * prefix `GATEWAY_` is left out of the comparison: it may be missing, and is common to all names.
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const [from, ...to] = [given, ...names].map((name) => name.toUpperCase().replace(/^GATEWAY_/, ''));
  const near = to
    .map((name, index) => ({ index, edits: editDistance(from ?? '', name), length: name.length }))
    .filter(({ edits, length }) => edits <= Math.ceil(length / 3))
    .sort((one, other) => one.edits - other.edits);
  return near[0] && names[near[0].index];
}

/** Levenshtein distance: insertions, deletions and replacements of one character. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + Number(character !== other[at - 1]);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
