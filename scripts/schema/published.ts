import { readFileSync, writeFileSync } from 'node:fs';
import { apiSdl } from '../../src/schema/schema.ts';
import { breakingChanges, withoutDescriptions } from './changes.ts';

/**
 * What clients were promised last, as a file: any clone has it, with git's history or without. It stays as it is until
 * `npm run schema:release`; what is not released yet may change every day.
 */
const PUBLISHED = new URL('../../published/', import.meta.url);

const SCHEMA = new URL('schema.graphql', PUBLISHED);

/** Breaking changes that are meant, each with its reason: `{ "Fleet.arn was removed.": "…" }`. */
const ACCEPTED = new URL('breaking-changes.json', PUBLISHED);

/**
 * What breaks those who go by what is published. The subgraph has the same types and fields, less what routers may not see, and
 * keys that the contract fixes: tests hold it to that.
 */
export function breakingSincePublished(): string[] {
  return breakingChanges(readFileSync(SCHEMA, 'utf8'), apiSdl());
}

export function acceptedChanges(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(ACCEPTED, 'utf8')) as Record<string, string>;
}

/** Publishes what this code has. What was accepted until then is done. */
export function release(): void {
  writeFileSync(SCHEMA, withoutDescriptions(apiSdl()));
  writeFileSync(ACCEPTED, '{}\n');
}
