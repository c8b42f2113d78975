import { readFileSync, writeFileSync } from 'node:fs';
import { breakingChanges, withoutDescriptions } from './breaking-changes.ts';

/**
 * What clients were promised, as files, which any clone has with git's history or without: the schema, without descriptions, and
 * in `breaking-changes.json` every change that broke them on purpose, with its reason: `{ "Fleet.arn was removed.": "…" }`.
 * Routers were promised the same: a test holds the subgraph to the schema.
 */
const PUBLISHED = new URL('../../published/', import.meta.url);

export function publishedSdl(folder = PUBLISHED): string {
  return readFileSync(new URL('schema.graphql', folder), 'utf8');
}

/** What breaks those who go by what is published, and nobody gave a reason for. */
export function unexplainedChanges(sdl: string, folder = PUBLISHED): string[] {
  const reasons: Record<string, string> = JSON.parse(readFileSync(new URL('breaking-changes.json', folder), 'utf8'));
  return breakingChanges(publishedSdl(folder), sdl).filter((change) => !reasons[change]?.trim());
}

/**
 * Promises this schema from now on; nothing, where that breaks what was promised before.
 *
 * @returns what it breaks
 */
export function publish(sdl: string, folder = PUBLISHED): readonly string[] {
  const broken = unexplainedChanges(sdl, folder);
  if (broken.length === 0) writeFileSync(new URL('schema.graphql', folder), withoutDescriptions(sdl));
  return broken;
}
