import { readFileSync, writeFileSync } from 'node:fs';
import { apiSdl } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';
import { breakingChanges, withoutDescriptions } from './changes.ts';

/**
 * What clients and routers were promised last, as files: any clone has them, with git's history or without. They stay as
 * they are until `npm run schema:release`; what is not released yet may change every day.
 */
const PUBLISHED = new URL('../../published/', import.meta.url);

/** Breaking changes that are meant, each with its reason: `{ "Fleet.arn was removed.": "…" }`. */
const ACCEPTED = new URL('breaking-changes.json', PUBLISHED);

/** The schemas of this code, by the names of their files. */
export const currentSchemas = (): Readonly<Record<string, string>> => ({
  'schema.graphql': apiSdl(),
  'schema.subgraph.graphql': subgraphSdl(),
});

/** What breaks those who go by what is published. */
export function breakingSincePublished(): string[] {
  const changes = Object.entries(currentSchemas()).flatMap(([name, sdl]) =>
    breakingChanges(readFileSync(new URL(name, PUBLISHED), 'utf8'), sdl),
  );
  return [...new Set(changes)];
}

export function acceptedChanges(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(ACCEPTED, 'utf8')) as Record<string, string>;
}

/** Publishes what this code has. What was accepted until then is done. */
export function release(): void {
  for (const [name, sdl] of Object.entries(currentSchemas()))
    writeFileSync(new URL(name, PUBLISHED), withoutDescriptions(sdl));
  writeFileSync(ACCEPTED, '{}\n');
}
