import { readFileSync, writeFileSync } from 'node:fs';
import { breakingChanges, withoutDescriptions } from './breaking-changes.ts';

/** SDL by the name of its file. */
export type Schemas = Readonly<Record<string, string>>;

/**
 * What clients and routers were promised, as files, which any clone has with git's history or without: the schemas, without
 * descriptions, and in `breaking-changes.json` every change that broke them on purpose, with its reason:
 * `{ "Fleet.arn was removed.": "…" }`.
 */
const PUBLISHED = new URL('../../published/', import.meta.url);

export function readPublished(name: string, folder = PUBLISHED): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** What breaks those who go by what is published, and nobody gave a reason for. */
export function unexplainedChanges(schemas: Schemas, folder = PUBLISHED): string[] {
  const reasons: Schemas = JSON.parse(readPublished('breaking-changes.json', folder));
  const changes = Object.entries(schemas).flatMap(([name, sdl]) => breakingChanges(readPublished(name, folder), sdl));
  return [...new Set(changes)].filter((change) => !reasons[change]?.trim());
}

/** Promises these schemas from now on; nothing, where that breaks what was promised before. */
export function publish(schemas: Schemas, folder = PUBLISHED): void {
  if (unexplainedChanges(schemas, folder).length > 0) return;
  for (const [name, sdl] of Object.entries(schemas)) writeFileSync(new URL(name, folder), withoutDescriptions(sdl));
}
