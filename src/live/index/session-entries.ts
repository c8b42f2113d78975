import { CONDITIONS, type ProviderCondition, type SessionService } from '../../sessions/providers.ts';
import type { LiveSession } from '../live-session.ts';
import { type Dictionary, dictionary } from './dictionary.ts';
import { conditionValue, resourceOf, searchText } from './live-filter.ts';
import type { NumberColumns } from './number-columns.ts';
import { type TextDictionary, textDictionary } from './text-dictionary.ts';

/** Service and location of sessions. */
export interface Area {
  readonly service: SessionService;
  readonly accountId: string;
  readonly region: string;
}

/** Values of the providers' conditions. */
export interface Place {
  readonly values: Readonly<Partial<Record<ProviderCondition, string>>>;
  /** Text to search: the resource. */
  readonly text: string;
}

/** User of sessions, in one spelling of AWS. */
export interface Person {
  readonly userName: string | null;
  /** Text to search: the user name and the user id. */
  readonly text: string;
}

/** What sessions have in common, by the name of the column with its numbers. An absent text is the empty text. */
export interface SessionDictionaries {
  readonly area: Dictionary<Area>;
  readonly place: Dictionary<Place>;
  readonly person: Dictionary<Person>;
  /** Ids of sources. */
  readonly source: Dictionary<string>;
  readonly userName: TextDictionary;
  readonly resource: TextDictionary;
  readonly instance: TextDictionary;
  readonly region: TextDictionary;
}

/** Numbers of a session's entries, by column. */
export type SessionEntries = Readonly<Record<keyof SessionDictionaries, number>>;

export function sessionDictionaries(): SessionDictionaries {
  return {
    area: dictionary(),
    place: dictionary(),
    person: dictionary(),
    source: dictionary(),
    userName: textDictionary(),
    resource: textDictionary(),
    instance: textDictionary(),
    region: textDictionary(),
  };
}

/** Counts one more use of each entry of a session. */
export function acquireEntries(dictionaries: SessionDictionaries, session: LiveSession): SessionEntries {
  const { userName, sourceId, view } = session;
  const { accountId, region } = view.location;
  const service = view.service as SessionService;
  const resource = resourceOf(session);
  const values = conditionValues(session);
  return {
    area: dictionaries.area.acquire(JSON.stringify([service, accountId, region]), () => ({
      service,
      accountId,
      region,
    })),
    place: dictionaries.place.acquire(JSON.stringify([service, values]), () => ({
      values,
      text: searchText(resource),
    })),
    person: dictionaries.person.acquire(JSON.stringify([userName, view.userId]), () => ({
      userName,
      text: searchText(userName, view.userId),
    })),
    source: dictionaries.source.acquire(sourceId, () => sourceId),
    userName: dictionaries.userName.acquire(userName ?? ''),
    resource: dictionaries.resource.acquire(resource ?? ''),
    instance: dictionaries.instance.acquire(view.instanceId ?? ''),
    region: dictionaries.region.acquire(region),
  };
}

/** Reads the numbers of the entries of a slot. */
export function entriesAt(numbers: NumberColumns, slot: number): SessionEntries {
  return {
    area: numbers.area[slot] ?? 0,
    place: numbers.place[slot] ?? 0,
    person: numbers.person[slot] ?? 0,
    source: numbers.source[slot] ?? 0,
    userName: numbers.userName[slot] ?? 0,
    resource: numbers.resource[slot] ?? 0,
    instance: numbers.instance[slot] ?? 0,
    region: numbers.region[slot] ?? 0,
  };
}

export function writeEntries(numbers: NumberColumns, slot: number, entries: SessionEntries): void {
  for (const name of Object.keys(entries) as (keyof SessionEntries)[]) numbers[name][slot] = entries[name];
}

/** Counts one use less of each entry of a session. */
export function releaseEntries(dictionaries: SessionDictionaries, entries: SessionEntries): void {
  for (const name of Object.keys(entries) as (keyof SessionEntries)[]) dictionaries[name].release(entries[name]);
}

function conditionValues(session: LiveSession): Place['values'] {
  return Object.fromEntries(
    CONDITIONS.flatMap(({ name }) => {
      const value = conditionValue(session, name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
