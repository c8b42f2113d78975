import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allSessionsSource } from '../../src/services/appstream/all-sessions.ts';
import type { AppStreamApi } from '../../src/services/appstream/api.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from '../../src/services/appstream/model.ts';
import { readAll } from '../../src/services/read-list.ts';
import { serviceContext } from '../support/service-context.ts';

interface Item {
  readonly Id: string;
  readonly AuthenticationType?: string;
  /** Authentication type by which AWS lists it, where the member differs or is absent. */
  readonly listedAs: string;
}
type Lists = (item: Item, asked: string | undefined) => boolean;

/** Possible behaviours of DescribeSessions with a type and without one. */
const READINGS: Readonly<Record<string, Lists>> = {
  'the requested type, and API users by default': ({ listedAs }, asked = 'API') => listedAs === asked,
  'the requested type, and all users by default': ({ listedAs }, asked = listedAs) => listedAs === asked,
  'all users, whatever type is requested': () => true,
};

async function idsOf(items: readonly Item[], lists: Lists, filter = {}, types?: readonly AwsAuthenticationType[]) {
  const api = {
    describeSessions: async (input: { AuthenticationType?: string; NextToken?: string }) => {
      const listed = items.filter((item) => lists(item, input.AuthenticationType));
      const start = Number(input.NextToken ?? 0);
      const NextToken = start + 2 < listed.length ? String(start + 2) : undefined;
      return { Sessions: listed.slice(start, start + 2).map(({ listedAs: _, ...shape }) => shape), NextToken };
    },
  };
  const context = serviceContext<AppStreamApi>(api);
  const source = allSessionsSource(context, { StackName: 'Design', FleetName: 'design', ...filter }, types);
  return (await readAll(source)).map(({ Id }) => Id);
}

const typed = fc
  .constantFrom(...AUTHENTICATION_TYPES)
  .map((type) => ({ AuthenticationType: type as string, listedAs: type as string }));
const newer = fc.constantFrom('OIDC', 'PASSKEY').map((type) => ({ AuthenticationType: type, listedAs: type }));
const silent = fc.constantFrom(...AUTHENTICATION_TYPES).map((type) => ({ listedAs: type as string }));
const renamed = fc
  .constantFrom(...AUTHENTICATION_TYPES)
  .map((type) => ({ AuthenticationType: 'SAML_V2', listedAs: type as string }));
const world = fc
  .array(fc.oneof({ weight: 4, arbitrary: typed }, newer, silent, renamed), { maxLength: 12 })
  .map((items) => items.map((item, index): Item => ({ Id: `s-${index}`, ...item })));

describe.each(Object.keys(READINGS))('Where AWS lists %s', (reading) => {
  const lists = READINGS[reading] as Lists;

  test('lists every session that AWS lists for any type, once each', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (items) => {
        const types = [undefined, ...AUTHENTICATION_TYPES];
        const listed = items.filter((item) => types.some((type) => lists(item, type)));
        expect((await idsOf(items, lists)).sort()).toEqual(listed.map(({ Id }) => Id).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('lists only the sessions of one type when queried by type', async () => {
    const items = AUTHENTICATION_TYPES.map((type) => ({ Id: type, AuthenticationType: type, listedAs: type }));
    for (const type of AUTHENTICATION_TYPES) {
      expect(await idsOf(items, lists, { AuthenticationType: type })).toEqual([type]);
    }
  });
});

test('Sessions of types that are not in use are not listed', async () => {
  const items = AUTHENTICATION_TYPES.map((type) => ({ Id: type, AuthenticationType: type, listedAs: type }));
  expect(await idsOf(items, () => true, {}, ['API', 'SAML'])).toEqual(['API', 'SAML']);
});
