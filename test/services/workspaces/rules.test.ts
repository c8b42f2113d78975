import { describe, expect, test } from 'vitest';
import { MutationError } from '../../../src/services/mutation-error.ts';
import type { Pool } from '../../../src/services/workspaces/model.ts';
import { checkPoolChange, checkPoolId, POOL_FIELD, START, STOP } from '../../../src/services/workspaces/rules.ts';

const pool = (members: object) => ({ PoolId: 'wspool-ops000001', ...members }) as Pool;
const codesOf = (check: () => void): readonly string[] => {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof MutationError)) throw error;
    for (const { field } of error.userErrors) expect(field).toEqual(POOL_FIELD);
    return error.userErrors.map(({ code }) => code);
  }
};

describe('The id of a pool', () => {
  test.each(['wspool-ops000001', 'wspool-000000000', 'wspool-abcdefghi'])('may be %s', (id) => {
    expect(codesOf(() => checkPoolId(id))).toEqual([]);
  });

  test.each([
    '',
    'wspool-',
    'wspool-ops00001',
    'wspool-ops0000011',
    'wspool-OPS000001',
    'ws-ops000001',
    'wspool-ops00000é',
    ' wspool-ops000001',
    'wspool-ops000001\n',
  ])('may not be %j', (id) => {
    expect(codesOf(() => checkPoolId(id))).toEqual(['INVALID_FORMAT']);
  });
});

describe('A pool', () => {
  const STATES = ['CREATING', 'DELETING', 'RUNNING', 'STARTING', 'STOPPED', 'STOPPING', 'UPDATING', 'NEWER'];

  test.each(STATES)('that is %s can be started if it is stopped, and stopped if it is running', (State) => {
    const change = (of: typeof START) =>
      codesOf(() => checkPoolChange('p', pool({ State, RunningMode: 'AUTO_STOP' }), of));
    expect([change(START), change(STOP)]).toEqual([
      State === 'STOPPED' ? [] : ['INVALID_STATE'],
      State === 'RUNNING' ? [] : ['INVALID_STATE'],
    ]);
  });

  test('that is always on can be neither, and is told so beside its state', () => {
    const always = { RunningMode: 'ALWAYS_ON' };
    expect(codesOf(() => checkPoolChange('p', pool({ ...always, State: 'STOPPED' }), START))).toEqual([
      'NOT_SUPPORTED',
    ]);
    expect(codesOf(() => checkPoolChange('p', pool({ ...always, State: 'STOPPED' }), STOP))).toEqual([
      'NOT_SUPPORTED',
      'INVALID_STATE',
    ]);
  });

  test('whose members AWS leaves out is left to AWS', () => {
    for (const change of [START, STOP]) expect(codesOf(() => checkPoolChange('p', pool({}), change))).toEqual([]);
  });

  test('that does not exist is not found, by its id', () => {
    expect(codesOf(() => checkPoolChange('wspool-gone00000', null, START))).toEqual(['NOT_FOUND']);
    expect(() => checkPoolChange('wspool-gone00000', null, START)).toThrow('`wspool-gone00000`');
  });
});
