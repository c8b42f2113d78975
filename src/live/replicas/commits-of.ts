/**
 * Joins the changes of each commit. Only neighbours are joined: the clocks of processes differ, so that the time of a commit may come
 * again after that of another process, and revisions are in the order of the changes.
 */
export function commitsOf<Change extends { readonly committedAt: number }>(
  changes: readonly Change[],
): readonly (readonly [Change, ...Change[]])[] {
  const commits: [Change, ...Change[]][] = [];
  for (const change of changes) {
    const last = commits.at(-1);
    if (last?.[0].committedAt === change.committedAt) last.push(change);
    else commits.push([change]);
  }
  return commits;
}
