import { expect, test } from 'vitest';
import { allSessionsSource } from '../../src/services/appstream/all-sessions.ts';
import type { AppStreamApi } from '../../src/services/appstream/api.ts';
import { AUTHENTICATION_TYPES } from '../../src/services/appstream/model.ts';
import { readAll } from '../../src/services/read-list.ts';

const scope = { accountId: '123456789012', region: 'eu-west-1' };

/** An AppStream that does not mind which type it is asked for. */
const indifferent = {
  describeSessions: async () => ({
    Sessions: AUTHENTICATION_TYPES.map((AuthenticationType) => ({ Id: AuthenticationType, AuthenticationType })),
  }),
} as unknown as AppStreamApi;

test('A session counts in the listing of its own type only: whatever AWS lists, each is there once', async () => {
  const source = allSessionsSource(indifferent, scope, { StackName: 'Design', FleetName: 'design' });
  const sessions = await readAll(source);
  expect(sessions.map(({ Id }) => Id)).toEqual([...AUTHENTICATION_TYPES]);
});
