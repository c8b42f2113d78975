import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCESS_SCOPES, type AccessScope, guardedFields, scopesToRead } from '../../src/schema/access/access.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { BY_ID, type Row, SUBSCRIBED, TABLE } from '../support/access-table.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { buildWorld } from '../support/world.ts';

const MINE = { UserId: 'alice@example.com' };

let guarded: Guarded;
/** Its live reader makes no calls: each call is one of a request. */
let withoutLive: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  const { world } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', ...MINE })
    .node('i-00000000000000001')
    .ssmSessions({ Owner: 'arn:aws:sts::123456789012:assumed-role/Ops/alice@example.com' })
    .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
    .poolSessions({ pool: 'Ops', ...MINE })
    .workspaces(1, { UserName: MINE.UserId });
  guarded = await startGuarded({ world });
  history = await sharedHistory([{ from: 0, to: 1, user: MINE.UserId }]);
  withoutLive = await startGuarded({ world, live: 'off', environment: { GATEWAY_STORE: history.store } });
});
beforeEach(() => withoutLive.gateway.emulator.clearCalls());
afterAll(async () => {
  await Promise.all([guarded.close(), withoutLive.close()]);
  history.remove();
});

/** Every single scope, with none, and with all. */
const SETS: readonly (readonly AccessScope[])[] = [[], ...ACCESS_SCOPES.map((scope) => [scope]), ACCESS_SCOPES];

const holds = (scopes: readonly AccessScope[], needed: readonly AccessScope[] = scopes) =>
  needed.some((scope) => scopes.includes(scope));

describe('The table of what each field needs', () => {
  test('is what the schema says of itself, field by field', () => {
    const said = guardedFields(apiSchema).map(({ typeName, fieldName, scopes }) => [
      `${typeName}.${fieldName}`,
      scopes.flat(),
    ]);
    const written = Object.entries(TABLE).map(([name, { needs }]) => [name, [...needs]]);
    expect(Object.fromEntries(said)).toEqual({ ...Object.fromEntries(written), ...SUBSCRIBED });
    expect(guardedFields(apiSchema).every(({ scopes }) => scopes.every((set) => set.length === 1))).toBe(true);
  });

  test('has every root field and every field that shows a resource: a new one must declare its scopes', () => {
    const things = new Set(
      apiSchema.getPossibleTypes(apiSchema.getType('Node') as never).flatMap(({ name }) => [name, `${name}Connection`]),
    );
    const fields = Object.values(apiSchema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter(({ name }) => !/(Connection|Edge)$/.test(name))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
    const shown = fields.filter(
      ({ type, field }) => ['Query', 'Mutation'].includes(type.name) || things.has(getNamedType(field.type).name),
    );
    const missing = shown.map(({ type, field }) => `${type.name}.${field.name}`).filter((name) => !TABLE[name]);
    expect(missing).toEqual(BY_ID);
    expect([...things].filter((name) => !scopesToRead(name))).toEqual([]);
  });

  test('is in the descriptions', () => {
    for (const [name, { needs }] of Object.entries(TABLE)) {
      const [typeName = '', fieldName = ''] = name.split('.');
      const type = apiSchema.getType(typeName) as { getFields?: () => Record<string, { description?: string }> };
      const description = type.getFields?.()[fieldName]?.description;
      for (const scope of needs) expect(description).toContain(`\`${scope}\``);
    }
  });
});

describe.each(Object.entries(TABLE))('%s', (name, row: Row) => {
  const sets = SETS.map((scopes) => (row.through ? [...new Set([...scopes, row.through[0] as AccessScope])] : scopes));

  test.each(sets.filter((scopes) => holds(scopes, row.needs)))('answers %s', async (...scopes) => {
    const { data, errors } = await guarded.ask(row.document, { scopes });
    expect(errors).toBeUndefined();
    expect(data).not.toBeNull();
  });

  const denied = sets.filter((scopes) => !holds(scopes, row.needs)).map((scopes) => [scopes] as const);
  test.each(denied)('denies %j, naming the scopes it needs', async (scopes) => {
    const answer = await withoutLive.askTwice(row.document, { scopes });
    expect(new Set(codesOf(answer))).toEqual(new Set(['FORBIDDEN']));
    for (const scope of row.needs) expect(answer.errors?.[0]?.message).toContain(`\`${scope}\``);
    if (row.through) return;
    expect(answer.data ?? {}).toEqual(answer.data === null ? {} : { [name.split('.')[1] as string]: null });
    expect(withoutLive.gateway.emulator.count()).toBe(0);
  });
});
