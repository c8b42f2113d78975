import { SESSION_STATUSES } from '../../sessions/provider.ts';
import { CONDITIONS } from '../../sessions/providers.ts';
import type { Timestamp } from '../live-session.ts';
import type { Columns } from './columns.ts';
import { entriesThat, type NumberedEntries } from './dictionary.ts';
import type { LiveFilter } from './live-filter.ts';
import { NO_TIME } from './live-order.ts';
import type { Area, Person, Place } from './session-entries.ts';
import type { SlotList } from './slot-list.ts';

/** Time before which a session has to have been seen last to be unverified, and the sources that were not scanned since. */
export interface Unverified {
  readonly before: Timestamp;
  isStale(sourceId: string): boolean;
}

/**
 * Selects the slots of the sessions that match a filter. Conditions on what sessions have in common are evaluated once for each
 * service and location, resource, user and source; what is left for each session are comparisons of numbers.
 *
 * @param slots from `slotList`
 */
export function selectSlots(slots: SlotList, columns: Columns, filter: LiveFilter, unverified: Unverified): void {
  const { numbers, dictionaries } = columns;
  if (filter.statuses) slots.keepMarked(numbers.status, statusMarks(filter.statuses));
  keepEntries(slots, numbers.area, dictionaries.area, areaTest(filter));
  keepEntries(slots, numbers.place, dictionaries.place, placeTest(filter));
  keepEntries(slots, numbers.person, dictionaries.person, personTest(filter));
  keepTimes(slots, columns, filter);
  keepUnverified(slots, columns, filter, unverified);
  if (filter.search !== undefined) keepFound(slots, columns, filter.search);
}

function keepEntries<Entry>(
  slots: SlotList,
  column: Uint32Array,
  entries: NumberedEntries<Entry>,
  test: ((entry: Entry) => boolean) | null,
): void {
  if (test) slots.keepMarked(column, entriesThat(entries, test));
}

function statusMarks(statuses: NonNullable<LiveFilter['statuses']>): Uint8Array {
  return Uint8Array.from(SESSION_STATUSES, (status) => (statuses.includes(status) ? 1 : 0));
}

function areaTest({ services, regions, accountIds }: LiveFilter): ((area: Area) => boolean) | null {
  if (!services && !regions && !accountIds) return null;
  return ({ service, region, accountId }) =>
    (services?.includes(service) ?? true) &&
    (regions?.includes(region) ?? true) &&
    (accountIds?.includes(accountId) ?? true);
}

function placeTest(filter: LiveFilter): ((place: Place) => boolean) | null {
  const conditions = CONDITIONS.flatMap(({ name }) => {
    const values = filter[name];
    return values ? [{ name, values: new Set<string | undefined>(values) }] : [];
  });
  if (conditions.length === 0) return null;
  return (place) => conditions.every(({ name, values }) => values.has(place.values[name]));
}

function personTest({ onlyUser, userName }: LiveFilter): ((person: Person) => boolean) | null {
  if (onlyUser === undefined && userName === undefined) return null;
  return (person) =>
    person.userName !== null &&
    (onlyUser === undefined || person.userName === onlyUser) &&
    (userName === undefined || person.userName === userName);
}

function keepTimes(
  slots: SlotList,
  { numbers }: Columns,
  { startedAfter, startedBefore, statusBefore }: LiveFilter,
): void {
  if (startedAfter !== undefined || startedBefore !== undefined)
    slots.keepRange(numbers.started, startedAfter ?? NO_TIME + 1, startedBefore ?? Number.POSITIVE_INFINITY);
  if (statusBefore !== undefined) slots.keepRange(numbers.statusSince, Number.NEGATIVE_INFINITY, statusBefore);
}

function keepUnverified(
  slots: SlotList,
  { numbers, dictionaries }: Columns,
  filter: LiveFilter,
  { before, isStale }: Unverified,
): void {
  if (filter.unverified === undefined) return;
  const { source, firstSeen, statusSince } = numbers;
  const stale = entriesThat(dictionaries.source, isStale);
  slots.keep((slot) => {
    const isSeen = (firstSeen[slot] as number) >= before || (statusSince[slot] as number) >= before;
    return (stale[source[slot] as number] === 1 && !isSeen) === filter.unverified;
  });
}

/** Searches each user and resource once, then the texts that every session has of its own. */
function keepFound(slots: SlotList, { numbers, dictionaries, words }: Columns, search: string): void {
  const { place, person } = numbers;
  const isFound = ({ text }: Place | Person) => text.includes(search);
  const [places, people] = [entriesThat(dictionaries.place, isFound), entriesThat(dictionaries.person, isFound)];
  const hasWord = words.finder(search);
  slots.keep((slot) => people[person[slot] as number] === 1 || places[place[slot] as number] === 1 || hasWord(slot));
}
