import { readFileSync, writeFileSync } from 'node:fs';
import { breakingChanges, withoutDescriptions } from './breaking-changes.ts';

/**
 * The published schema as files, so that a shallow clone has it: `schema.graphql` without descriptions, and
 * `breaking-changes.json` with each deliberate breaking change and its reason: `{ "Fleet.arn was removed.": "…" }`. Covers
 * routers, too: a test compares the subgraph with the schema.
 */
const PUBLISHED = new URL('../../published/', import.meta.url);

export function publishedSdl(folder = PUBLISHED): string {
  return readFileSync(new URL('schema.graphql', folder), 'utf8');
}

/** Lists the breaking changes that `breaking-changes.json` gives no reason for. */
export function unexplainedChanges(sdl: string, folder = PUBLISHED): string[] {
  const reasons: Record<string, string> = JSON.parse(readFileSync(new URL('breaking-changes.json', folder), 'utf8'));
  return breakingChanges(publishedSdl(folder), sdl).filter((change) => !reasons[change]?.trim());
}

/**
 * Publishes a schema, unless it breaks clients without a reason.
 *
 * @returns the unexplained breaking changes
 */
export function publish(sdl: string, folder = PUBLISHED): readonly string[] {
  const broken = unexplainedChanges(sdl, folder);
  if (broken.length === 0) writeFileSync(new URL('schema.graphql', folder), withoutDescriptions(sdl));
  return broken;
}
