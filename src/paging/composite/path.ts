/** Keys from the root of a source tree down to one node; empty: the root. */
export type Path = readonly string[];

/** Orders paths as an iteration reads them: negative if `one` comes first. A composite source comes before its children. */
export function comparePaths(one: Path, other: Path): number {
  for (let depth = 0; depth < Math.min(one.length, other.length); depth += 1) {
    const [left = '', right = ''] = [one[depth], other[depth]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return one.length - other.length;
}

/** Returns true if `path` is the composite source `ancestor` itself or leads into it. */
export function isWithin(path: Path, ancestor: Path): boolean {
  return ancestor.every((key, depth) => path[depth] === key);
}

/** Returns the number of keys that two paths begin with in common. */
export function commonLength(one: Path, other: Path): number {
  const length = Math.min(one.length, other.length);
  for (let depth = 0; depth < length; depth += 1) if (one[depth] !== other[depth]) return depth;
  return length;
}

/** Encodes a path as a key of a map. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}
