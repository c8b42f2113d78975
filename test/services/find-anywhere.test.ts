import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { findAnywhere, findSelected } from '../../src/services/find-anywhere.ts';
import { NotOfferedError } from '../../src/services/load-services.ts';
import { candidates, findLocation, type LocationSelection, matching, single } from '../../src/services/locations.ts';
import type { LocationServices, ReadableLocation, RequestServices } from '../../src/services/services.ts';

const upstream = () => new GatewayError('UPSTREAM_TIMEOUT', 'AppStream did not answer.', { service: 'appstream' });

/** A location whose account id AWS says, or whose credentials fail. */
function location(key: string, accountId: string | null, answer: string | Error): ReadableLocation & { asked: number } {
  const region = key.split('/')[1] ?? '';
  return {
    key,
    region,
    accountId,
    asked: 0,
    has: () => true,
    async services() {
      this.asked += 1;
      if (answer instanceof Error) throw answer;
      return { location: { accountId: answer, region } } as LocationServices;
    },
  };
}

const [one, two] = ['111111111111', '222222222222'] as const;
const known = (account: string, region: string) => location(`${account}/${region}`, account, account);

function services(...all: ReadableLocation[]): RequestServices {
  return {
    locations: () => all,
    matching: (selection: LocationSelection) => matching(all, selection),
  } as unknown as RequestServices;
}

/** Finds `item` in the locations that are named. */
const foundIn =
  (...keys: string[]) =>
  async ({ location: { accountId, region } }: LocationServices) =>
    keys.includes(`${accountId}/${region}`) ? `${accountId}/${region}` : null;

const messageOf = (act: Promise<unknown>) =>
  act.then(
    () => null,
    (error: Error) => error.message,
  );

describe('A resource without account and region', () => {
  const all = [known(one, 'eu-west-1'), known(one, 'us-east-1'), known(two, 'eu-west-1')];

  test('is looked up in every location, and found where it is', async () => {
    expect(await findAnywhere(services(...all), foundIn(`${two}/eu-west-1`))).toBe(`${two}/eu-west-1`);
    expect(await findAnywhere(services(...all), foundIn())).toBeNull();
    expect(await findAnywhere(services(), foundIn())).toBeNull();
  });

  test('is the first of several', async () => {
    expect(await findAnywhere(services(...all), foundIn(`${two}/eu-west-1`, `${one}/us-east-1`))).toBe(
      `${one}/us-east-1`,
    );
  });

  test('is found though a location fails, and else is the error of that location, which it names', async () => {
    const failing = location(`${two}/us-east-1`, two, upstream());
    expect(await findAnywhere(services(failing, ...all), foundIn(`${one}/eu-west-1`))).toBe(`${one}/eu-west-1`);
    expect(await messageOf(findAnywhere(services(...all, failing), foundIn()))).toBe(
      `AppStream did not answer (account ${two}, region us-east-1).`,
    );
  });

  test('is null where AWS does not offer the service, and where that alone fails', async () => {
    const without = location(
      `${two}/us-east-1`,
      two,
      new NotOfferedError('SERVICE_DISABLED', 'AWS does not offer it there.'),
    );
    expect(await findAnywhere(services(without, ...all), foundIn())).toBeNull();
  });
});

describe('A resource of a selection', () => {
  const all = () => [known(one, 'eu-west-1'), known(one, 'us-east-1'), known(two, 'eu-west-1')];

  test('is looked up in the locations that match only', async () => {
    const locations = all();
    const find = foundIn(`${one}/us-east-1`, `${two}/eu-west-1`);
    expect(await findSelected(services(...locations), { region: 'us-east-1' }, find)).toBe(`${one}/us-east-1`);
    expect(locations.map(({ asked }) => asked)).toEqual([0, 1, 0]);
  });

  test('that several locations have is an error that lists them', async () => {
    const found = findSelected(services(...all()), {}, foundIn(`${one}/us-east-1`, `${two}/eu-west-1`));
    expect(await messageOf(found)).toBe(
      `Several locations match: account ${one}, region us-east-1; account ${two}, region eu-west-1. Select one with \`accountId\` and \`region\`.`,
    );
  });

  test('of an account or region that is not read is an error that lists those that are', async () => {
    const found = findSelected(services(known(one, 'eu-west-1')), { region: 'mars-1' }, foundIn());
    expect(await messageOf(found)).toBe(`This gateway reads account ${one}, region eu-west-1 only.`);
  });
});

describe('An account id that only AWS knows', () => {
  test('is asked for where a selection depends on it, and not else', async () => {
    const unnamed = location('default/eu-west-1', null, one);
    const other = known(two, 'eu-west-1');
    const all = [unnamed, other];
    expect(await matching(all, { region: 'eu-west-1' })).toEqual(all);
    expect(unnamed.asked).toBe(0);
    expect(await matching(all, { accountId: one })).toEqual([unnamed]);
    expect(await single(all, { accountId: two })).toBe(other);
    expect(candidates(all, { accountId: two })).toEqual(all);
    expect(await findLocation(all, { accountId: two, region: 'eu-west-1' })).toBe(other);
    expect(unnamed.asked).toBe(2);
    expect(await findLocation(all, { accountId: one, region: 'eu-west-1' })).toBe(unnamed);
    expect(await findLocation(all, { accountId: one, region: 'us-east-1' })).toBeNull();
  });

  test('that AWS does not say is an upstream error where the selection depends on it, and named by its configuration in others', async () => {
    const failing = location('prod/eu-west-1', null, upstream());
    expect(await messageOf(matching([failing], { accountId: one }))).toBe('AppStream did not answer.');
    expect(await messageOf(matching([failing], { region: 'mars-1' }))).toBe(
      'This gateway reads account of "prod", region eu-west-1 only.',
    );
    expect(() => candidates([failing], { region: 'mars-1' })).toThrow('This gateway reads account of "prod"');
  });
});
