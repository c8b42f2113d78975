import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Acceptance, type SchemaChanges, schemaChanges } from './schema-changes.ts';

/**
 * What clients and routers have been promised, as files, so that any clone has it, with git's history or without. It grows
 * with every `npm run schema`; what would break clients needs an acceptance here, and is published on purpose.
 */
export const PUBLISHED = new URL('../published', import.meta.url).pathname;

/** The breaking changes since, each accepted with a reason; by the name of the schema. */
const ACCEPTANCES = 'breaking-changes.json';

/** Schemas by the names of their files. */
export type Schemas = Readonly<Record<string, string>>;

export interface CheckedSchema extends SchemaChanges {
  readonly name: string;
  /** Whether something was added, or described anew, that is not published yet and could be. */
  readonly isBehind: boolean;
}

export function checkSchemas(current: Schemas, folder = PUBLISHED): CheckedSchema[] {
  const published = readPublished(folder);
  const acceptances = readAcceptances(folder);
  return [...new Set([...Object.keys(current), ...Object.keys(published)])].map((name) => {
    const changes = compare(name, published[name], current[name], acceptances[name]);
    const isBroken = changes.unaccepted.length + changes.accepted.length > 0;
    return { name, ...changes, isBehind: !isBroken && published[name] !== current[name] };
  });
}

function compare(name: string, published = '', current = '', acceptances: readonly Acceptance[] = []): SchemaChanges {
  const none = { unaccepted: [], accepted: [], misfits: [], dangerous: [] };
  if (published === '') return none;
  if (current === '') return { ...none, unaccepted: [`${name} was removed.`] };
  return schemaChanges(published, current, acceptances);
}

/**
 * Publishes what breaks nobody; with `breaking` what was accepted, too, whose acceptances have then done their work.
 *
 * @returns the names of what is published now
 */
export function publishSchemas(
  current: Schemas,
  { breaking = false, folder = PUBLISHED }: { breaking?: boolean; folder?: string } = {},
): string[] {
  const publishable = checkSchemas(current, folder)
    .filter(({ unaccepted, accepted }) => unaccepted.length === 0 && (breaking || accepted.length === 0))
    .map(({ name }) => name);
  for (const name of publishable) writeFileSync(join(folder, name), current[name] ?? '');
  if (breaking) {
    const pending = Object.entries(readAcceptances(folder)).filter(([name]) => !publishable.includes(name));
    writeFileSync(join(folder, ACCEPTANCES), `${JSON.stringify(Object.fromEntries(pending), null, 2)}\n`);
  }
  return publishable;
}

function readPublished(folder: string): Schemas {
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function readAcceptances(folder: string): Readonly<Record<string, readonly Acceptance[]>> {
  const file = join(folder, ACCEPTANCES);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
