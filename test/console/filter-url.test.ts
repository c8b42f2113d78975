import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedParams } from '../../console/src/app/query-state.ts';
import { HISTORY_FILTER } from '../../console/src/history/history-filter.ts';
import {
  type FilterSpec,
  filterOf,
  filterParams,
  LIVE_FILTER,
  paramsOf,
  queryOf,
  type SessionProperty,
} from '../../console/src/sessions/session-filter.ts';
import { usageFilter } from '../../console/src/usage/usage-filter.ts';

const SPECS = [LIVE_FILTER, HISTORY_FILTER, usageFilter(true), usageFilter(false)];
const params = (text: string) => new URLSearchParams(text);

const words = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Values that a property may have, as the control holds them. */
function valuesOf({ kind, values }: SessionProperty): fc.Arbitrary<string | string[]> {
  if (kind === 'list')
    return fc.uniqueArray(values ? fc.constantFrom(...values) : words, { minLength: 1, maxLength: 4 });
  if (kind === 'time') return instants;
  return kind === 'hours' ? fc.integer({ min: 0, max: 999 }).map(String) : words;
}

/** Tokens of some properties, in the order of the properties, and perhaps a text. */
function tokensOf({ properties, searchField }: FilterSpec) {
  const each = properties.map((property) =>
    fc.option(
      valuesOf(property).map((value) => ({ propertyKey: property.key, operator: '=', value })),
      { nil: null },
    ),
  );
  const text = fc.option(
    words.map((value) => ({ operator: ':', value })),
    { nil: null },
  );
  return fc.tuple(...each, searchField ? text : fc.constant(null)).map((all) => all.filter((token) => token !== null));
}

describe.each(SPECS.map((spec) => [spec.placeholder, spec] as const))('The filter "%s"', (_placeholder, spec) => {
  test('comes back from the URL as it was chosen, whatever else the URL holds', () => {
    fc.assert(
      fc.property(tokensOf(spec), (tokens) => {
        const changed = changedParams(params('sort=-user&session=a'), paramsOf({ operation: 'and', tokens }, spec));
        const read = params(changed.toString());
        expect(queryOf(read, spec)).toEqual({ operation: 'and', tokens });
        expect([read.get('sort'), read.get('session')]).toEqual(['-user', 'a']);
      }),
    );
  });

  test('is removed from the URL by no tokens', () => {
    fc.assert(
      fc.property(tokensOf(spec), (tokens) => {
        const chosen = changedParams(params('sort=user'), paramsOf({ operation: 'and', tokens }, spec));
        expect(changedParams(chosen, paramsOf({ operation: 'and', tokens: [] }, spec)).toString()).toBe('sort=user');
      }),
    );
  });

  test('is sent to the API by the names of its fields, each once, with the values that were chosen', () => {
    fc.assert(
      fc.property(tokensOf(spec), (tokens) => {
        const filter = filterOf(changedParams(params(''), paramsOf({ operation: 'and', tokens }, spec)), spec);
        const expected = tokens.map((token) => {
          if (!('propertyKey' in token)) return [spec.searchField, token.value];
          const property = spec.properties.find(({ key }) => key === token.propertyKey);
          return [property?.field, property?.kind === 'hours' ? Number(token.value) * 3_600 : token.value];
        });
        expect(filter).toEqual(Object.fromEntries(expected));
      }),
    );
  });
});

describe('A URL that a person has written', () => {
  test('is read without the values that the API does not know', () => {
    expect(filterOf(params('service=APPSTREAM&service=MAINFRAME&status=&startedAfter=yesterday&q=%20%20'))).toEqual({
      services: ['APPSTREAM'],
    });
    expect(filterOf(params('longer=-1&reason=BOREDOM'), HISTORY_FILTER)).toEqual({});
  });

  test('has instants of any notation, which the API takes in UTC', () => {
    expect(filterOf(params('startedAfter=2026-11-27T10:00%2B01:00'))).toEqual({
      startedAfter: '2026-11-27T09:00:00.000Z',
    });
  });

  test('is never an error, and gives at most 200 characters to the search', () => {
    const names = fc.constantFrom(...filterParams(LIVE_FILTER), 'other');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ maxLength: 300 }))), (entries) => {
        const { search = '' } = filterOf(new URLSearchParams(entries)) as { search?: string };
        expect(search.length).toBeLessThanOrEqual(200);
        queryOf(new URLSearchParams(entries));
      }),
    );
  });
});

test('Several tokens of one property are one list; of a property with one value the last one counts', () => {
  const token = (propertyKey: string, value: unknown) => ({ propertyKey, operator: '=', value });
  const tokens = [token('fleet', ['a', 'b']), token('fleet', 'b'), token('user', 'x'), token('user', 'y')];
  expect(paramsOf({ operation: 'and', tokens })).toMatchObject({ fleet: ['a', 'b'], user: 'y', pool: null });
});
